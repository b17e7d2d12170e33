import { refused } from '../result.ts';
import type { Log } from '../log.ts';
import { StorageError, type LedgerStore } from '../storage/store.ts';
import { apply } from './apply.ts';
import { Changes } from './changes.ts';
import type { Answer, Command, CommandKind } from './commands.ts';
import { FailedPosts } from './failed-posts.ts';

/** One command on its way, and whom to answer. `origin` is opaque here: the publisher knows what it means. */
export interface Submission<Origin> {
  readonly origin: Origin;
  readonly command: Command;
}

export interface Reply<Origin> {
  readonly origin: Origin;
  readonly answer: Answer<CommandKind>;
}

/** What one commit made true: everything in it is on disk. */
export interface Committed<Origin> {
  readonly changes: Changes;
  readonly replies: readonly Reply<Origin>[];
}

export interface LedgerOptions {
  readonly store: LedgerStore;
  readonly now: () => number;
  readonly makeId: () => string;
  /** Whether an account has a client at any hub worker now. */
  readonly isConnected: (account: string) => boolean;
  readonly log: Log;
}

const STORAGE_FAILED = refused('storage_failed', { retryAfterMs: 1_000 });

/**
 * Judges commands and commits them, many to a transaction. It neither reads rings nor publishes: whoever calls it does
 * so with what it returns, and only after it returned.
 */
export class Ledger {
  readonly #options: LedgerOptions;
  readonly #failedPosts = new FailedPosts();

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** Resolves after the commit is on disk. Never rejects: what fails is answered as refused. */
  async commit<Origin>(batch: readonly Submission<Origin>[]): Promise<readonly Committed<Origin>[]> {
    const { held, others } = this.#failedPosts.divide(batch);
    const refusals = held.length > 0 ? [refuseAll(held, STORAGE_FAILED)] : [];
    if (others.length === 0) return refusals;
    try {
      return [...refusals, await this.#transact(others)];
    } catch (error) {
      if (error instanceof StorageError) return [...refusals, this.#storageFailed(others, error)];
      if (others.length === 1) return [...refusals, this.#failed(others, error)];
      return [...refusals, ...(await this.#commitOneByOne(others))];
    }
  }

  /** A command that throws takes its whole transaction with it; alone it takes only itself. */
  async #commitOneByOne<Origin>(batch: readonly Submission<Origin>[]): Promise<readonly Committed<Origin>[]> {
    const committed: Committed<Origin>[] = [];
    for (const submission of batch) committed.push(...(await this.commit([submission])));
    return committed;
  }

  #transact<Origin>(batch: readonly Submission<Origin>[]): Promise<Committed<Origin>> {
    const { store, now, makeId, isConnected } = this.#options;
    return store.transact(async (transaction) => {
      const changes = new Changes();
      const court = { transaction, changes, now, makeId, isConnected };
      const replies: Reply<Origin>[] = [];
      for (const { origin, command } of batch) replies.push({ origin, answer: await apply(command, court) });
      return { changes, replies };
    });
  }

  #storageFailed<Origin>(batch: readonly Submission<Origin>[], error: StorageError): Committed<Origin> {
    this.#options.log.error({ err: error }, 'the store could not write; nothing was changed');
    this.#failedPosts.add(batch);
    return refuseAll(batch, STORAGE_FAILED);
  }

  #failed<Origin>(batch: readonly Submission<Origin>[], error: unknown): Committed<Origin> {
    this.#options.log.error({ err: error, command: batch[0]?.command.kind }, 'a command failed');
    return refuseAll(batch, refused('internal'));
  }
}

function refuseAll<Origin>(
  batch: readonly Submission<Origin>[],
  answer: ReturnType<typeof refused>,
): Committed<Origin> {
  return { changes: new Changes(), replies: batch.map(({ origin }) => ({ origin, answer })) };
}
