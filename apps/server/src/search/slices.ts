import { giveWay } from './give-way.ts';

/** Longer than this nobody else waits for the thread, or for its core. */
const SLICE_MS = 0.5;

/** The slices of a long piece of work on a thread that others use too. */
export class Slices {
  #endsAt = performance.now() + SLICE_MS;

  /** Gives others their turn where it is time for it. @returns whether it was */
  async breathe(): Promise<boolean> {
    if (performance.now() < this.#endsAt) return false;
    await giveWay();
    this.#endsAt = performance.now() + SLICE_MS;
    return true;
  }
}
