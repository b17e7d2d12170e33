import type { Transaction } from '../storage/store.ts';
import type { Changes } from './changes.ts';
import type { Answer, CommandKind, CommandOf } from './commands.ts';

/** What a command is judged with: the open transaction, the server's clock, fresh ids, and where to note what changed. */
export interface Court {
  readonly transaction: Transaction;
  readonly changes: Changes;
  readonly now: () => number;
  readonly makeId: () => string;
  /** Whether an account has a client at any hub worker now. */
  readonly isConnected: (account: string) => boolean;
}

/**
 * Judges one command and carries it out. Every refusal comes before the first write, so that a refused command leaves
 * nothing behind in the transaction it shares with others.
 */
export type Judge<K extends CommandKind> = (command: CommandOf<K>, court: Court) => Promise<Answer<K>>;
