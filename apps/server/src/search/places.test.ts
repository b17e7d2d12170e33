import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLOCK_DOCUMENTS, Places, store } from './places.ts';

const LAST = BLOCK_DOCUMENTS - 1;

for (const [name, places] of Object.entries({
  none: [],
  'the first': [0],
  'the last': [LAST],
  'small and large steps': [0, 1, 127, 128, 129, 255, 256, 300, 9_000, LAST],
  'every second': Array.from({ length: BLOCK_DOCUMENTS / 2 }, (_, index) => 2 * index + 1),
  all: Array.from({ length: BLOCK_DOCUMENTS }, (_, index) => index),
  'as many as steps have room for': Array.from({ length: BLOCK_DOCUMENTS / 8 - 1 }, (_, index) => index),
  'one more': Array.from({ length: BLOCK_DOCUMENTS / 8 }, (_, index) => index),
})) {
  test(`stored places come back: ${name}`, () => {
    const stored = store(places);
    assert.ok(stored.byteLength <= BLOCK_DOCUMENTS / 8);
    const read = new Places();
    read.addStored(stored);
    assert.deepEqual(read.toArray(), places);
    assert.equal(read.size, places.length);
    for (const place of places.slice(0, 3)) assert.ok(read.has(place));
  });
}

test('sets are joined, cut and whole', () => {
  const read = new Places();
  read.addStored(store([1, 5, 40]));
  read.addStored(store([5, 33, LAST]));
  assert.deepEqual(read.toArray(), [1, 5, 33, 40, LAST]);
  const other = new Places();
  for (const place of [5, 40, 41]) other.add(place);
  other.delete(40);
  read.intersect(other);
  assert.deepEqual(read.toArray(), [5]);
  for (const count of [0, 1, 31, 32, 33, BLOCK_DOCUMENTS]) assert.equal(Places.all(count).size, count);
});
