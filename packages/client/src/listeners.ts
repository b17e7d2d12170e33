import type { Listener, Notice } from './notices.ts';

/** Those who want to know. One that throws is reported and disturbs neither the others nor the client. */
export class Listeners {
  readonly #listeners = new Set<Listener>();
  readonly #report: (error: unknown) => void;

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  add(listener: Listener): () => void {
    // A wrapper of its own, so that the same function can listen twice and leave once.
    const own: Listener = (notice) => listener(notice);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  tell(notice: Notice): void {
    for (const listener of this.#listeners) {
      try {
        listener(notice);
      } catch (error) {
        this.#report(error);
      }
    }
  }
}
