import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerptOf } from './excerpt.ts';

const LONG = `${'before '.repeat(60)}needle ${'after '.repeat(80)}needle`;

function marked(body: string, ...found: string[]): string {
  const ranges = found.map((word) => [body.indexOf(word), body.indexOf(word) + word.length] as const);
  const { text, ranges: moved } = excerptOf(body, ranges, (id) => ({ ada: 'Ada' })[id]);
  return moved.reduceRight(
    (shown, [start, end]) => `${shown.slice(0, start)}[${shown.slice(start, end)}]${shown.slice(end)}`,
    text,
  );
}

test('a short message is shown whole, in one line, with people by their names', () => {
  assert.equal(marked('tea?\n<@ada>: *with* <@who>', 'with'), 'tea? @Ada: *[with]* <@who>');
  assert.equal(marked('nothing was found in it'), 'nothing was found in it');
});

test('a long one is cut around the first place, at words and never within a character', () => {
  const shown = marked(LONG, 'needle');
  assert.match(shown, /^…before .*before \[needle\] after .*after…$/);
  assert.ok(shown.length < 300);
  const { text } = excerptOf('😀'.repeat(400), [[401 * 2 - 2, 401 * 2]], () => undefined);
  assert.ok(text.isWellFormed());
});
