/** Under load a commit is followed by this many times as long as commits take, in which commands gather for the next. */
const REST = 2;
const GATHER_MS = { least: 4, most: 20 };
/** How much a commit tells of how long commits take: one that met a busy disk says little. */
const WEIGHT = 1 / 8;

/**
 * Paces commits. What a commit costs, most of all its sync, hardly depends on how many commands are in it, and each one wakes
 * every hub worker. So while several come at once, commits take no more than some part of the time, and a slow disk gathers more
 * than a fast one. A lone message never waits.
 */
export class Gathering {
  readonly #now: () => number;
  #commitMs = 0;
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
    this.#commitMs += WEIGHT * (now - beganAt - this.#commitMs);
    const restMs = Math.min(Math.max(REST * this.#commitMs, GATHER_MS.least), GATHER_MS.most);
    this.#nextAt = commands > 1 ? now + restMs : now;
  }
}
