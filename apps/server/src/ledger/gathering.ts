/** Under load a commit is followed by this many times as long as it took, in which commands gather for the next. */
const REST = 3;
const GATHER_AT_MOST_MS = 20;

/**
 * Paces commits. What a commit costs, most of all its sync, hardly depends on how many commands are in it, and each one wakes
 * every hub worker. So while several come at once, commits take at most a quarter of the time, and a slow disk gathers more than
 * a fast one. A lone message never waits.
 */
export class Gathering {
  readonly #now: () => number;
  #nextAt = -Infinity;

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Milliseconds to wait before the next commit begins. */
  get waitMs(): number {
    return Math.max(0, this.#nextAt - this.#now());
  }

  /** @param beganAt when the commit of that many commands began, by the same clock */
  committed(commands: number, beganAt: number): void {
    const now = this.#now();
    this.#nextAt = commands > 1 ? now + Math.min(REST * (now - beganAt), GATHER_AT_MOST_MS) : now;
  }
}
