import assert from 'node:assert/strict';
import { test } from 'node:test';
import { THREAD_COLOURS, threadColour } from './thread-colour.ts';

test('an account has one colour, and a crowd uses them all about equally', () => {
  const counts = new Array<number>(THREAD_COLOURS).fill(0);
  for (let index = 0; index < 4_000; index++) counts[threadColour(`account-${index}`)]!++;
  assert.equal(threadColour('ada'), threadColour('ada'));
  for (const count of counts) assert.ok(count > 350 && count < 650, String(counts));
});
