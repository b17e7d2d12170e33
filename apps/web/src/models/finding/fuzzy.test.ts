import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzyMatch } from './fuzzy.ts';

const NAMES = [
  'General',
  'Gardening',
  'Design and type',
  'Operations',
  'Random',
  'Ada Lovelace',
  'Édith',
  '北京组',
  'gen',
];

function ranked(typed: string): string[] {
  const found = NAMES.flatMap((name) => {
    const match = fuzzyMatch(typed, name);
    return match ? [{ name, score: match.score }] : [];
  });
  return found.sort((a, b) => b.score - a.score).map(({ name }) => name);
}

test('beginnings come first, the name itself before all', () => {
  assert.deepEqual(ranked('gen').slice(0, 2), ['gen', 'General']);
  assert.deepEqual(ranked('ge')[0], 'gen');
  assert.deepEqual(ranked('d')[0], 'Design and type');
});

test('letters may be left out, and words begun', () => {
  assert.deepEqual(ranked('gnrl'), ['General']);
  assert.deepEqual(ranked('dt')[0], 'Design and type');
  assert.deepEqual(ranked('al'), ['Ada Lovelace', 'General']);
  assert.deepEqual(ranked('a l')[0], 'Ada Lovelace');
});

test('accents and case make no difference, other scripts are names like others', () => {
  assert.deepEqual(ranked('EDI'), ['Édith']);
  assert.deepEqual(ranked('京'), ['北京组']);
  assert.deepEqual(ranked('xyz'), []);
});

test('the letters that were typed are told by their places', () => {
  assert.deepEqual(fuzzyMatch('al', 'Ada Lovelace')?.places, [0, 4]);
  assert.deepEqual(fuzzyMatch('rd', 'Gardening')?.places, [2, 3]);
  assert.deepEqual(fuzzyMatch('x', '😀x')?.places, [2]);
  assert.deepEqual(fuzzyMatch('', 'any')?.places, []);
});
