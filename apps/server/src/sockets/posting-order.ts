import type { Refusal } from '@skein/protocol/errors';

/** Unanswered posts a client may have on the wire; the client itself stops at 64 (SPEC P6). */
const UNANSWERED_AT_MOST = 256;
/** How long the others wait for a refused post to come again; it may have been discarded. */
const PATIENCE_MS = 5_000;

interface Waiting {
  readonly id: string;
  readonly error: Refusal;
  readonly until: number;
}

/**
 * Keeps one connection's posts in the order in which they were written (SPEC P4): as long as posts that were refused for
 * now have not come again, only the first of them is let through. It is not enough that the first has come: the client may
 * not have heard yet of the refusals behind it, and sends newer posts before them.
 */
export class PostingOrder {
  readonly #now: () => number;
  /** Refused for now, in the order written. */
  readonly #waiting = new Map<string, Waiting>();
  #unanswered = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  submitted(id: string): void {
    this.#waiting.delete(id);
    this.#unanswered++;
  }

  answered(): void {
    this.#unanswered--;
  }

  /** Notes a refusal; one that was refused before keeps its place. */
  refused(id: string, error: Refusal): void {
    if (error.retryAfterMs === undefined) return void this.#waiting.delete(id);
    // Who sends more than may be on the wire gets no order for it.
    if (this.#waiting.size >= UNANSWERED_AT_MOST && !this.#waiting.has(id)) return;
    this.#waiting.set(id, { id, error, until: this.#now() + error.retryAfterMs + PATIENCE_MS });
  }

  /** Why this post has to wait, if it has to. */
  holdsBack(id: string): Refusal | undefined {
    const first = this.#firstWaiting();
    if (first && first.id !== id) return first.error;
    return this.#unanswered >= UNANSWERED_AT_MOST ? { code: 'too_many_requests', retryAfterMs: 1_000 } : undefined;
  }

  #firstWaiting(): Waiting | undefined {
    for (const waiting of this.#waiting.values()) {
      if (this.#now() < waiting.until) return waiting;
      this.#waiting.delete(waiting.id);
    }
    return undefined;
  }
}
