import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forEachGram, gramsOfTerm } from './grams.ts';

function gramsOf(text: string): string[] {
  const grams: string[] = [];
  forEachGram(text, (gram) => grams.push(gram));
  return grams;
}

test('a text has a piece for each place in it', () => {
  assert.deepEqual(gramsOf('he is'), [' he', 'he ', 'e ', ' is', 'is ', 's ']);
  assert.deepEqual(gramsOf('北京人'), [' 北京', '北京', '京人', '人 ']);
  assert.deepEqual(gramsOf('a北'), [' a北', 'a北 ', '北 ']);
  assert.deepEqual(gramsOf('😀😀x'), [' 😀😀', '😀😀x', '😀x ', 'x ']);
  assert.deepEqual(gramsOf(''), []);
});

test('a term has the pieces that every text with it has, or a beginning of one', () => {
  assert.deepEqual(gramsOfTerm('hello'), { whole: ['hel', 'ell', 'llo'], beginning: 'lo' });
  assert.deepEqual(gramsOfTerm('ab'), { whole: [], beginning: 'ab' });
  assert.deepEqual(gramsOfTerm('x'), { whole: [], beginning: 'x' });
  assert.deepEqual(gramsOfTerm('北京'), { whole: ['北京'], beginning: '京' });
  assert.deepEqual(gramsOfTerm('京'), { whole: [], beginning: '京' });
  assert.deepEqual(gramsOfTerm('a b'), { whole: ['a '], beginning: ' b' });
  assert.deepEqual(gramsOfTerm(' at '), { whole: [' at', 'at ', 't '], beginning: ' ' });
});
