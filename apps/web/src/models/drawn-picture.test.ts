import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawnPicture, WEAVES } from './drawn-picture.ts';
import { threadColour } from './thread-colour.ts';

const ids = Array.from({ length: 400 }, (_, index) => `account-${index}`);

test('a drawn picture has the colour of the person’s thread, and another beside it', () => {
  for (const id of ids) {
    const { warp, weft, weave } = drawnPicture({ id, name: 'Ada' });
    assert.equal(warp, threadColour(id));
    assert.notEqual(warp, weft);
    assert.ok(weave >= 0 && weave < WEAVES);
  }
});

test('the pictures of two hundred people fall into many kinds', () => {
  const kinds = new Set(ids.map((id) => JSON.stringify(drawnPicture({ id, name: '' }))));
  assert.ok(kinds.size > 200, `${kinds.size} of 336 kinds`);
});

test('the initial is the first letter with its marks, in any script', () => {
  const initial = (name: string) => drawnPicture({ id: 'x', name }).initial;
  assert.deepEqual(['ada', 'Zoë', 'e\u0301va', '健太', 'ß', '🧶 club', ''].map(initial), [
    'A',
    'Z',
    'E\u0301',
    '健',
    'SS',
    '🧶',
    '',
  ]);
});
