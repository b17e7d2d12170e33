/**
 * Questions over a channel that only sends: each gets a number, and its answer comes back with it. An answer that does
 * not come in time is given up, so that one stuck thread never makes the others wait.
 */
export class Questions {
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  #lastNumber = 0;

  /** Asks, and resolves with the answer, or with `fallback` after `timeoutMs`. */
  ask<T>(send: (request: number) => void, { timeoutMs, fallback }: { timeoutMs: number; fallback: T }): Promise<T> {
    const request = ++this.#lastNumber;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.answered(request, fallback), timeoutMs);
      this.#waiting.set(request, (answer) => {
        clearTimeout(timer);
        resolve(answer as T);
      });
      send(request);
    });
  }

  answered(request: number, answer: unknown): void {
    const resolve = this.#waiting.get(request);
    this.#waiting.delete(request);
    resolve?.(answer);
  }
}
