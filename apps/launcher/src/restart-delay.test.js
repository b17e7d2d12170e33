import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restartDelayMs } from './restart-delay.js';

test('the first five crashes within a minute are answered at once', () => {
  assert.equal(restartDelayMs([0], 0), 0);
  assert.equal(restartDelayMs([0, 1, 2, 3, 4], 4), 0);
});

test('further crashes within the minute wait ever longer, up to half a minute', () => {
  const delays = [6, 7, 8, 9, 10, 11, 40].map((crashes) => restartDelayMs(Array(crashes).fill(0), 0));
  assert.deepEqual(delays, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test('crashes of more than a minute ago are forgotten', () => {
  assert.equal(restartDelayMs([0, 1, 2, 3, 4, 5, 6, 60_006], 60_006), 0);
});
