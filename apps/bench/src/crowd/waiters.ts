interface Waiter {
  readonly condition: () => boolean;
  readonly resolve: (isThere: boolean) => void;
}

/** People who wait for something to become true; whoever may have made it true calls `look`. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();
  readonly #patienceMs: number;
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal, patienceMs: number) {
    this.#signal = signal;
    this.#patienceMs = patienceMs;
  }

  /** @returns false where patience ran out, or the run is over */
  async until(condition: () => boolean): Promise<boolean> {
    if (condition()) return true;
    if (this.#signal.aborted) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const waiter = { condition, resolve };
    const giveUp = (): void => resolve(false);
    const timer = setTimeout(giveUp, this.#patienceMs);
    this.#signal.addEventListener('abort', giveUp);
    this.#waiting.add(waiter);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#signal.removeEventListener('abort', giveUp);
      this.#waiting.delete(waiter);
    }
  }

  look(): void {
    for (const { condition, resolve } of this.#waiting) if (condition()) resolve(true);
  }
}
