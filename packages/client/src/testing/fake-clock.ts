interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A clock that moves only when told to, and runs its timers in the order of their times. */
export class FakeClock {
  /** Timers fire this much before their time, as real ones do when they run by another clock. */
  earlyMs = 0;
  #now = 5_000;
  #order = 0;
  readonly #timers = new Set<Timer>();

  now = (): number => this.#now;

  setTimer = (callback: () => void, delayMs: number): Timer => {
    const waitMs = delayMs > this.earlyMs ? delayMs - this.earlyMs : delayMs;
    const timer = { at: this.#now + Math.max(0, waitMs), order: this.#order++, callback };
    this.#timers.add(timer);
    return timer;
  };

  clearTimer = (timer: unknown): void => {
    this.#timers.delete(timer as Timer);
  };

  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** Lets `ms` pass, with everything that promises and timers do meanwhile. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let timer = this.#firstUntil(end); timer; timer = this.#firstUntil(end)) {
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.at);
      timer.callback();
      await settle();
    }
    this.#now = end;
  }

  #firstUntil(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= end && (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order))) {
        first = timer;
      }
    }
    return first;
  }
}

/** Lets every promise that can go on go on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
