import type { Refusal } from '@skein/protocol/errors';

/** Unanswered posts a client may have on the wire; the client itself stops at 64 (SPEC P6). */
const UNANSWERED_AT_MOST = 256;
/** How long the others wait for a refused post to come again; it may have been discarded. */
const PATIENCE_MS = 5_000;

/**
 * Keeps one connection's posts in the order in which they were written (SPEC P4): after a post was refused for now, those
 * behind it are refused for now as well until it has come again.
 */
export class PostingOrder {
  readonly #now: () => number;
  #unanswered = 0;
  #first: { readonly id: string; readonly error: Refusal; readonly until: number } | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  submitted(): void {
    this.#unanswered++;
  }

  answered(): void {
    this.#unanswered--;
  }

  /** Notes a refusal; only those for now, and of them the first, hold others back. */
  refused(id: string, error: Refusal): void {
    if (error.retryAfterMs === undefined) return;
    if (this.#first && this.#first.id !== id) return;
    this.#first = { id, error, until: this.#now() + error.retryAfterMs + PATIENCE_MS };
  }

  /** Why this post has to wait, if it has to. */
  holdsBack(id: string): Refusal | undefined {
    if (this.#first && (this.#first.id === id || this.#now() >= this.#first.until)) this.#first = undefined;
    if (this.#first) return this.#first.error;
    return this.#unanswered >= UNANSWERED_AT_MOST ? { code: 'too_many_requests', retryAfterMs: 1_000 } : undefined;
  }
}
