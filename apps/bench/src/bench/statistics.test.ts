import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, medianInterval } from './statistics.ts';

test('the median is the middle of an odd number of values, and between the two middle ones of an even number', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([7]), 7);
});

test('of nine values the interval goes from the second smallest to the second largest', () => {
  const { low, high, confidence } = medianInterval([9, 1, 8, 2, 7, 3, 6, 4, 5]);
  assert.deepEqual([low, high], [2, 8]);
  // P(fewer than two heads in nine throws) is 10 of 512, on either side.
  assert.equal(confidence, 1 - (2 * 10) / 512);
});

test('few values are an interval from the smallest to the largest, and how sure it is shows', () => {
  assert.deepEqual(medianInterval([2, 1, 3]), { low: 1, high: 3, confidence: 0.75 });
  assert.deepEqual(medianInterval([2]), { low: 2, high: 2, confidence: 0 });
});
