import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerptOf, foundInWords } from './excerpt.ts';

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
  assert.equal(marked('<@room> tea? <@here> or <@hereby>'), '@room tea? @here or <@hereby>');
  assert.equal(marked('nothing was found in it'), 'nothing was found in it');
});

test('what was found is shown in the plain words of a message, where it is in them', () => {
  const found = (body: string, words: string, ...terms: string[]) => {
    const ranges = terms.map((term) => [body.indexOf(term), body.indexOf(term) + term.length] as const);
    const { text, ranges: places } = foundInWords(body, ranges, words);
    return [text, ...places.map(([start, end]) => text.slice(start, end))];
  };
  const body = '# Dye\n**woad** and [weld](https://weld.example/dye)';
  const words = 'Dye woad and weld';
  assert.deepEqual(found(body, words, 'Dye', 'woad', 'weld'), [words, 'Dye', 'woad', 'weld']);
  assert.deepEqual(found(body, words, 'woad', 'example'), [words, 'woad']);
  assert.deepEqual(found(body, words, 'example'), [body, 'example'], 'in the address alone');
  assert.deepEqual(found(body, words), [words]);
  assert.deepEqual(found('<@room> *room*', '<@room> room', 'room'), ['@room room', 'room'], 'in a mention');
});

test('a long one is cut around the first place, at words and never within a character', () => {
  const shown = marked(LONG, 'needle');
  assert.match(shown, /^…before .*before \[needle\] after .*after…$/);
  assert.ok(shown.length < 300);
  const { text } = excerptOf('😀'.repeat(400), [[401 * 2 - 2, 401 * 2]], () => undefined);
  assert.ok(text.isWellFormed());
});
