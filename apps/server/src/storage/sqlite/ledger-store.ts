import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LedgerStore, Transaction } from '../store.ts';
import { toStorageError } from './errors.ts';
import { KnownRows } from './known-rows.ts';
import { ledgerAccounts } from './ledger-accounts.ts';
import { ledgerChanges } from './ledger-changes.ts';
import { ledgerEvents } from './ledger-events.ts';
import { ledgerFiles } from './ledger-files.ts';
import { ledgerMentions } from './ledger-mentions.ts';
import { ledgerReplies } from './ledger-replies.ts';
import { ledgerRetention } from './ledger-retention.ts';
import { ledgerRooms } from './ledger-rooms.ts';
import { ledgerSaved } from './ledger-saved.ts';
import { ledgerServer } from './ledger-server.ts';
import { ledgerSessions } from './ledger-sessions.ts';
import { ledgerTags } from './ledger-tags.ts';
import { promised } from '../synchronous.ts';

/** The only writer. It owns the connection it is given. */
export class SqliteLedgerStore implements LedgerStore {
  readonly #database: DatabaseSync;
  readonly #known: KnownRows;
  readonly #transaction: Transaction;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  #isOpen = false;
  #failure: Error | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#known = new KnownRows(database);
    this.#begin = database.prepare('begin immediate');
    this.#commit = database.prepare('commit');
    const methods = {
      ...ledgerServer(database, this.#known),
      ...ledgerAccounts(database, this.#known),
      ...ledgerSessions(database),
      ...ledgerRooms(database, this.#known),
      ...ledgerEvents(database, this.#known),
      ...ledgerChanges(database, this.#known),
      ...ledgerRetention(database, this.#known),
      ...ledgerFiles(database),
      ...ledgerReplies(database),
      ...ledgerSaved(database),
      ...ledgerMentions(database),
      ...ledgerTags(database, this.#known),
    };
    this.#transaction = promised<Transaction>(methods, (call) => this.#during(call));
  }

  async transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    if (this.#isOpen) throw new Error('a transaction is open already');
    this.#isOpen = true;
    try {
      this.#during(() => this.#begin.run());
      const result = await work(this.#transaction);
      this.#during(() => this.#known.save());
      this.#during(() => this.#commit.run());
      this.#known.committed();
      return result;
    } catch (error) {
      this.#rollBack();
      throw this.#failure ?? error;
    } finally {
      this.#isOpen = false;
      this.#failure = undefined;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#database.close();
  }

  /**
   * After one statement has failed none may follow: a full disk makes SQLite roll back by itself, and what came then would
   * be committed one by one.
   */
  #during<Result>(call: () => Result): Result {
    if (!this.#isOpen) throw new Error('the transaction has ended');
    if (this.#failure) throw this.#failure;
    try {
      return call();
    } catch (error) {
      this.#failure = toStorageError(error) as Error;
      throw this.#failure;
    }
  }

  #rollBack(): void {
    this.#known.drop();
    if (this.#database.isTransaction) this.#database.exec('rollback');
  }
}
