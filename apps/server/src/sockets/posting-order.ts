import type { Refusal } from '@skein/protocol/errors';

/** Unanswered posts a client may have on the wire; the client itself stops at 64 (SPEC P6). */
const UNANSWERED_AT_MOST = 256;

/** A post was refused for now and has not come again. */
interface Waiting {
  readonly error: Refusal;
  /** Refusals are numbered as they are sent, and heard in that order. */
  readonly refusal: number;
}

/**
 * Keeps one connection's posts in the order in which they were written (SPEC P4): as long as posts that were refused for
 * now have not come again, only the first of them is let through. It is not enough that the first has come: the client may
 * not have heard yet of the refusals behind it, and sends newer posts before them. Nor may a post take its place from when
 * it was refused: those that were on their way then came before what was held back meanwhile.
 *
 * A client may also discard a post that was refused. That shows when another comes again that was refused later: by then
 * the client has heard of both. No clock could tell it, because the client or this thread may be held up for any time.
 */
export class PostingOrder {
  /** Without a final answer, in the order in which they first came. */
  readonly #posts = new Map<string, Waiting | 'submitted'>();
  #waiting = 0;
  #unanswered = 0;
  #lastRefusal = 0;
  #lastNew = '';

  /** @returns the post before it that is not answered either: without that one it must not be stored */
  submitted(id: string): string | undefined {
    const before = this.#posts.has(id) ? this.#before(id) : this.#lastNew;
    if (!this.#posts.has(id)) this.#lastNew = id;
    this.#set(id, 'submitted');
    this.#unanswered++;
    return before !== undefined && this.#posts.get(before) === 'submitted' ? before : undefined;
  }

  /** It is stored. */
  answered(id: string): void {
    this.#unanswered--;
    this.#forget(id);
  }

  /** The ledger has refused it. */
  turnedDown(id: string, error: Refusal): void {
    this.#unanswered--;
    this.refused(id, error);
  }

  /** Notes a refusal. */
  refused(id: string, error: Refusal): void {
    if (error.retryAfterMs === undefined) return this.#forget(id);
    // Who sends more than may be on the wire gets no order for it.
    if (this.#waiting >= UNANSWERED_AT_MOST && !this.#posts.has(id)) return;
    if (!this.#posts.has(id)) this.#lastNew = id;
    this.#set(id, { error, refusal: ++this.#lastRefusal });
  }

  /** Why this post has to wait, if it has to. */
  holdsBack(id: string): Refusal | undefined {
    const first = this.#waiting > 0 ? this.#firstWaitingBefore(id) : undefined;
    if (first) return first.error;
    return this.#unanswered >= UNANSWERED_AT_MOST ? { code: 'too_many_requests', retryAfterMs: 1_000 } : undefined;
  }

  #firstWaitingBefore(id: string): Waiting | undefined {
    const own = this.#posts.get(id);
    const heardUpTo = own === undefined || own === 'submitted' ? 0 : own.refusal;
    for (const [other, post] of this.#posts) {
      if (other === id) return undefined;
      if (post === 'submitted') continue;
      if (post.refusal > heardUpTo) return post;
      this.#forget(other);
    }
    return undefined;
  }

  #before(id: string): string | undefined {
    let before: string | undefined;
    for (const other of this.#posts.keys()) {
      if (other === id) return before;
      before = other;
    }
    return undefined;
  }

  /** What is there already keeps its place. */
  #set(id: string, post: Waiting | 'submitted'): void {
    this.#waiting += countWaiting(post) - countWaiting(this.#posts.get(id));
    this.#posts.set(id, post);
  }

  #forget(id: string): void {
    this.#waiting -= countWaiting(this.#posts.get(id));
    this.#posts.delete(id);
  }
}

function countWaiting(post: Waiting | 'submitted' | undefined): number {
  return post === undefined || post === 'submitted' ? 0 : 1;
}
