/** Unanswered posts on the wire at most (P6). */
const WIDEST_WINDOW = 64;
/** Every fourth post that is taken widens the window: at the limit of a rate, about every second is sent in vain. */
const WIDENING = 1 / 4;

/**
 * How much may be sent at once (P4, P6). A refusal for now stops everything for its time; then one post goes alone, because
 * whoever sent all that waits would be refused all of it but one, again and again.
 */
export class Pace {
  readonly #now: () => number;
  #window = WIDEST_WINDOW;
  #heldUntil = 0;

  /** @param now milliseconds by a clock that nobody sets */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Milliseconds in which nothing may be sent; 0 or less where something may. */
  get heldMs(): number {
    return this.#heldUntil - this.#now();
  }

  /** Whether one more may go beside so many unanswered ones. */
  allows(unanswered: number): boolean {
    return unanswered < Math.floor(this.#window);
  }

  taken(): void {
    this.#window = Math.min(this.#window + WIDENING, WIDEST_WINDOW);
  }

  refused(retryAfterMs: number): void {
    this.#window = 1;
    this.#heldUntil = Math.max(this.#heldUntil, this.#now() + retryAfterMs);
  }
}
