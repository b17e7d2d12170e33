import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKeptShorter } from './retention.ts';

test('messages go that were to stay where fewer days are set, or any where they were kept', () => {
  assert.equal(isKeptShorter(1, 7), true);
  assert.equal(isKeptShorter(365, null), true);
  assert.equal(isKeptShorter(7, 7), false);
  assert.equal(isKeptShorter(30, 7), false);
  assert.equal(isKeptShorter(null, 7), false);
  assert.equal(isKeptShorter(null, null), false);
});
