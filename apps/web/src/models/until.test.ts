import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untilTime } from './until.ts';

const EVENING = new Date(2026, 4, 31, 22, 30).getTime();

test('a time is reckoned from now, and tomorrow is the next morning', () => {
  assert.equal(untilTime('hour', EVENING + 0.25, 5), EVENING + 3_600_000);
  assert.equal(untilTime('tomorrow', EVENING, undefined), new Date(2026, 5, 1, 8).getTime());
  assert.equal(untilTime('off', EVENING, 5), undefined);
  assert.equal(untilTime('kept', EVENING, 5), 5);
});
