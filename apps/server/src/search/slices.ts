import { setImmediate as nextTurn } from 'node:timers/promises';

/** Longer than this nobody else on the thread waits. */
const SLICE_MS = 4;

/** The slices of a long piece of work on a thread that others use too. */
export class Slices {
  #endsAt = performance.now() + SLICE_MS;

  /** Gives others their turn where it is time for it. @returns whether it was */
  async breathe(): Promise<boolean> {
    if (performance.now() < this.#endsAt) return false;
    await nextTurn();
    this.#endsAt = performance.now() + SLICE_MS;
    return true;
  }
}
