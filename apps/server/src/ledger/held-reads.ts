import { isReadMark, type CommandOf, type ReadKind } from './commands.ts';
import type { Submission } from './ledger.ts';

/** Read marks are committed at most once in this time, and so is each mark of an account in a room. */
const PACE_MS = 1_000;
/** How long a mark waits for something to ride with before it gets a commit of its own. */
const PATIENCE_MS = 500;

/**
 * Holds read marks back, so that they do not cost a sync each: they ride on the next commit, if the last ones were long enough
 * ago. Nobody waits for their answer.
 */
export class HeldReads<Origin> {
  readonly #now: () => number;
  #held: (Submission<Origin> & { readonly command: CommandOf<ReadKind> })[] = [];
  #heldSince = 0;
  #releasedAt = -Infinity;

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** What is to be committed now: the batch without its read marks, or with all that were held. */
  pace(batch: readonly Submission<Origin>[]): readonly Submission<Origin>[] {
    const others = batch.filter((submission) => !this.#hold(submission));
    const isTime = others.length > 0 ? this.#now() >= this.#releasedAt + PACE_MS : this.waitMs === 0;
    return isTime ? [...this.release(), ...others] : others;
  }

  /**
   * All that were held: the highest first, so that of one account's marks in a room the others find nothing left to do. They go
   * before the commands that they ride with, one of which may be the account's leaving.
   */
  release(): readonly Submission<Origin>[] {
    const released = this.#held;
    if (released.length === 0) return released;
    this.#held = [];
    this.#releasedAt = this.#now();
    return released.sort((left, right) => right.command.n - left.command.n);
  }

  /** Milliseconds until what is held gets a commit of its own; Infinity where nothing is. */
  get waitMs(): number {
    if (this.#held.length === 0) return Infinity;
    const dueAt = Math.max(this.#heldSince + PATIENCE_MS, this.#releasedAt + PACE_MS);
    return Math.max(0, dueAt - this.#now());
  }

  #hold({ origin, command }: Submission<Origin>): boolean {
    if (!isReadMark(command)) return false;
    if (this.#held.length === 0) this.#heldSince = this.#now();
    this.#held.push({ origin, command });
    return true;
  }
}
