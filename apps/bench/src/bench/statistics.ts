/** The middle value; of an even number of them the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
  /** How surely the true median lies within: at least 0.95 with six values or more, less with fewer. */
  readonly confidence: number;
}

const WANTED = 0.95;

/**
 * An interval for the median that assumes nothing about how values are distributed: from the k-th smallest to the k-th
 * largest. The true median lies outside only if fewer than k of n values fell on one side of it, as with a coin.
 */
export function medianInterval(values: readonly number[]): Interval {
  const sorted = [...values].sort((a, b) => a - b);
  const count = sorted.length;
  let k = 1;
  while (k + 1 <= count / 2 && 1 - 2 * coinBelow(k + 1, count) >= WANTED) k++;
  return { low: sorted[k - 1]!, high: sorted[count - k]!, confidence: 1 - 2 * coinBelow(k, count) };
}

/** The chance of fewer than `k` heads in `count` throws. */
function coinBelow(k: number, count: number): number {
  let chance = 0.5 ** count;
  let sum = 0;
  for (let heads = 0; heads < k; heads++) {
    sum += chance;
    chance *= (count - heads) / (heads + 1);
  }
  return sum;
}
