import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minutesOf, timeOf } from './time-of-day.ts';

test('a time of day is written as the field has it, and read back', () => {
  assert.deepEqual([0, 65, 1439].map(timeOf), ['00:00', '01:05', '23:59']);
  assert.deepEqual(['00:00', '01:05:30', '23:59', ''].map(minutesOf), [0, 65, 1439, undefined]);
});
