import type { Liveness } from './liveness.ts';

// What the supervisor does on any thread's exit event. A dead thread may have been about to notify somebody, or may
// have swallowed a notification meant for another. So on every exit everything that threads wait for is told: it takes
// back what the dead thread held and wakes ALL of its waiters, whether the dead thread held anything or not.

export interface ExitListener {
  /** The thread has made its last store. Take back what it held and wake every waiter. May be called twice. */
  threadExited(threadId: number): void;
}

export class ExitRegistry {
  readonly #liveness: Liveness;
  readonly #listeners = new Set<ExitListener>();
  readonly #exited: number[] = [];

  constructor(liveness: Liveness) {
    this.#liveness = liveness;
  }

  /** Exits that came before are told at once, so it does not matter when something is added. */
  add(listener: ExitListener): void {
    this.#listeners.add(listener);
    for (const threadId of this.#exited) listener.threadExited(threadId);
  }

  remove(listener: ExitListener): void {
    this.#listeners.delete(listener);
  }

  /** To be called from the worker's 'exit' event, never earlier: a thread that still runs could store again. */
  threadExited(threadId: number): void {
    this.#liveness.markDead(threadId);
    this.#exited.push(threadId);
    for (const listener of this.#listeners) listener.threadExited(threadId);
  }
}
