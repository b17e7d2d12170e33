import type { Rate } from './limits.ts';

// The generic cell rate algorithm: a token bucket in one number. `fullAt` is when the bucket will be full again. Taking one
// moves it on by one interval; there is one to take as long as it is less than `burst` intervals ahead.
//
// Times are int32 ticks and come around every 75 hours. Only differences count, and only those from 0 to `burst` intervals
// ahead mean anything: every other is an entry of long ago, or a clock that was set, and stands for a full bucket. An entry
// that nobody touched for just one turn counts once more, for less than a minute.

/** Fine enough that rounding an interval to whole ticks costs less than a percent. */
export const TICKS_PER_MS = 16;

/** Milliseconds since the epoch as ticks. */
export function toTicks(ms: number): number {
  return Math.floor(ms * TICKS_PER_MS) | 0;
}

/** How far a bucket is from full, in ticks. */
export function debtOf(fullAt: number, now: number, rate: Rate): number {
  const debt = (fullAt - now) | 0;
  return debt > 0 && debt <= rate.burst * intervalOf(rate) ? debt : 0;
}

/** Milliseconds until there is one to take; 0 where there is one now. */
export function waitMs(debt: number, rate: Rate): number {
  const interval = intervalOf(rate);
  return Math.max(0, Math.ceil((debt - (rate.burst - 1) * interval) / TICKS_PER_MS));
}

/** Ticks from one to the next. */
export function intervalOf({ perSecond }: Rate): number {
  return Math.ceil((1_000 * TICKS_PER_MS) / perSecond);
}
