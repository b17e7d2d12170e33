import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { isReadMark } from './commands.ts';
import { Gathering } from './gathering.ts';
import { HeldReads } from './held-reads.ts';
import type { Committed, Ledger, Submission } from './ledger.ts';

/** The ledger's end of a bus, as the loop needs it. */
export interface LedgerEnd<Origin> {
  drain(): readonly Submission<Origin>[];
  /** Shows what was committed and answers. */
  publish(committed: Committed<Origin>): void;
  /** Resolves when something may have come up, or after `timeoutMs`. */
  sleep(timeoutMs: number): Promise<void>;
}

export interface LedgerLoopOptions<Origin> {
  readonly bus: LedgerEnd<Origin>;
  readonly ledger: Pick<Ledger, 'commit'>;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
}

/** What the ledger's thread does all day: takes what has come up, commits it, and only then publishes and answers. */
export class LedgerLoop<Origin> {
  readonly #options: LedgerLoopOptions<Origin>;
  readonly #gathering: Gathering;
  readonly #reads: HeldReads<Origin>;
  #isStopping = false;
  commits = 0;
  commands = 0;

  constructor(options: LedgerLoopOptions<Origin>) {
    this.#options = options;
    this.#gathering = new Gathering(options.clock);
    this.#reads = new HeldReads(options.clock);
  }

  /** Resolves once it was told to stop and everything that had come up is committed. */
  async run(): Promise<void> {
    const { bus } = this.#options;
    for (;;) {
      await this.#pause();
      const drained = bus.drain();
      const batch = this.#isStopping ? [...this.#reads.release(), ...drained] : this.#reads.pace(drained);
      if (batch.length > 0) await this.#commit(batch);
      else if (this.#isStopping) return;
      else if (drained.length === 0) await bus.sleep(this.#reads.waitMs);
    }
  }

  /** The caller wakes the bus, should it sleep. */
  stop(): void {
    this.#isStopping = true;
  }

  /** Every time around: with commands always waiting the supervisor's messages would else never be heard. */
  async #pause(): Promise<void> {
    const { waitMs } = this.#gathering;
    await (waitMs > 0 && !this.#isStopping ? sleep(waitMs) : nextTurn());
  }

  async #commit(batch: readonly Submission<Origin>[]): Promise<void> {
    const { bus, ledger, clock } = this.#options;
    const beganAt = clock();
    for (const committed of await ledger.commit(batch)) bus.publish(committed);
    // Read marks only ride along: they do not show that several come at once.
    this.#gathering.committed(batch.filter(({ command }) => !isReadMark(command)).length, beganAt);
    this.commits++;
    this.commands += batch.length;
  }
}
