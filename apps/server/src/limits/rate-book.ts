import { RATES, type RateName } from './limits.ts';

/** Entries that say nothing any more are looked for when there are this many more than after the last time. */
const SWEEP_EVERY = 10_000;

/** What many additions of a third of a millisecond may be off by. */
const ROUNDING_MS = 0.001;

/**
 * The rates of one process, by the same rule as in `gcra.ts` with plain numbers. What others took is entered even where there
 * was nothing left to take, so that what several take at the same moment is made good by the wait that follows.
 */
export class RateBook {
  readonly #now: () => number;
  readonly #fullAt = new Map<string, number>();
  #sweepAt = SWEEP_EVERY;

  /** @param now milliseconds UTC: the same for everybody who tells each other */
  constructor(now: () => number, fullAt: Iterable<readonly [bucket: string, fullAtMs: number]> = []) {
    this.#now = now;
    for (const [bucket, fullAtMs] of fullAt) this.#fullAt.set(bucket, fullAtMs);
  }

  /** Milliseconds until there is one to take; 0 where there is one now. */
  waitMs(rate: RateName, key: string): number {
    return this.#msAbove(RATES[rate].burst - 1, rate, key);
  }

  /** Milliseconds until no more is taken than there may be at once; 0 where that is so now. */
  overdrawnMs(rate: RateName, key: string): number {
    return this.#msAbove(RATES[rate].burst, rate, key);
  }

  enter(rate: RateName, key: string, count: number): void {
    const bucket = bucketOf(rate, key);
    const now = this.#now();
    const fullAt = Math.max(this.#fullAt.get(bucket) ?? 0, now) + count * intervalMs(rate);
    if (fullAt > now) this.#fullAt.set(bucket, fullAt);
    else this.#fullAt.delete(bucket);
    if (this.#fullAt.size > this.#sweepAt) this.#sweep(now);
  }

  entries(): readonly (readonly [bucket: string, fullAtMs: number])[] {
    this.#sweep(this.#now());
    return [...this.#fullAt];
  }

  #msAbove(count: number, rate: RateName, key: string): number {
    const debtMs = (this.#fullAt.get(bucketOf(rate, key)) ?? 0) - this.#now();
    return Math.max(0, Math.ceil(debtMs - count * intervalMs(rate) - ROUNDING_MS));
  }

  #sweep(now: number): void {
    for (const [bucket, fullAt] of this.#fullAt) if (fullAt <= now) this.#fullAt.delete(bucket);
    this.#sweepAt = this.#fullAt.size + SWEEP_EVERY;
  }
}

function bucketOf(rate: RateName, key: string): string {
  return `${rate}\0${key}`;
}

function intervalMs(rate: RateName): number {
  return 1_000 / RATES[rate].perSecond;
}
