/** Under load bursts go out no sooner than this after those before were written. */
const GATHER_MS = 20;
/** Bursts of one stream that follow each other faster than this would leave together. */
const CLOSE_MS = 16;
/** Deliveries in a millisecond from which writing them one by one takes a large part of this thread: a write takes some 5 µs. */
const LOAD_PER_MS = 60;
/** Messages in a write on average from which gathering pays. */
const GAIN = 1.5;
const PERIOD_MS = 100;
const TRIAL_MS = 3 * GATHER_MS;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Decides how long a turn's bursts wait for more. What costs in a hub worker is the write to each socket, so under load it pays to
 * write less often, with more messages in each write. It pays only where messages of the same room come close together, and only
 * where they come whether or not those before have arrived: where nobody speaks before everybody has heard, waiting is lost. So
 * it is tried, kept up while it gains, and after a trial in vain tried again less and less often.
 */
export class FlushPacing {
  readonly #now: () => number;
  readonly #bursts: Burst[] = [];
  #isGathering = false;
  #writtenAt = -Infinity;
  #periodEndsAt = 0;
  #periodBeganAt = 0;
  #deliveries = 0;
  #writes = 0;
  #closeWrites = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #pausedUntil = 0;

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Milliseconds that what is to be sent may still wait. */
  get waitMs(): number {
    return this.#isGathering ? Math.max(0, this.#writtenAt + GATHER_MS - this.#now()) : 0;
  }

  /** The bursts that go out in this turn. */
  flushes(bursts: Iterable<Burst>): void {
    const now = this.#now();
    for (const burst of bursts) {
      this.#writes += burst.receivers;
      this.#deliveries += burst.receivers * burst.frames;
      if (now - burst.writtenAt < CLOSE_MS) this.#closeWrites += burst.receivers;
      this.#bursts.push(burst);
    }
  }

  /** Everything that goes out in this turn is written. */
  written(): void {
    if (this.#bursts.length === 0) return;
    const now = this.#now();
    this.#writtenAt = now;
    for (const burst of this.#bursts) burst.writtenAt = now;
    this.#bursts.length = 0;
    if (now >= this.#periodEndsAt) this.#endPeriod(now);
  }

  #endPeriod(now: number): void {
    const isLoad = this.#deliveries > LOAD_PER_MS * (now - this.#periodBeganAt);
    if (this.#isGathering) this.#keepUpIf(isLoad && this.#deliveries >= GAIN * this.#writes, now);
    else this.#isGathering = isLoad && this.#closeWrites * 2 > this.#writes && now >= this.#pausedUntil;
    this.#periodBeganAt = now;
    this.#periodEndsAt = now + (this.#isGathering ? TRIAL_MS : PERIOD_MS);
    this.#deliveries = this.#writes = this.#closeWrites = 0;
  }

  #keepUpIf(gains: boolean, now: number): void {
    this.#isGathering = gains;
    if (gains) {
      this.#pauseMs = FIRST_PAUSE_MS;
    } else {
      this.#pausedUntil = now + this.#pauseMs;
      this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }
}

/** What one stream sends in a turn. */
export interface Burst {
  readonly frames: number;
  readonly receivers: number;
  /** When the stream's last burst had been written; kept by `FlushPacing`. */
  writtenAt: number;
}
