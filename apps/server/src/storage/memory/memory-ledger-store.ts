import { promised } from '../synchronous.ts';
import type { LedgerStore, Transaction } from '../store.ts';
import type { MemoryDisk } from './memory-disk.ts';
import { memoryTransaction } from './memory-transaction.ts';

export interface MemoryLedgerOptions {
  /** The time that a commit takes, before it is made and after it: a writer that dies there has made it, or has not. */
  readonly write?: () => Promise<void>;
}

/** The only writer of a disk. What an earlier one did not commit is gone. */
export class MemoryLedgerStore implements LedgerStore {
  readonly #disk: MemoryDisk;
  readonly #write: () => Promise<void>;
  readonly #transaction: Transaction;
  #isOpen = false;

  constructor(disk: MemoryDisk, { write = () => Promise.resolve() }: MemoryLedgerOptions = {}) {
    this.#disk = disk;
    this.#write = write;
    this.#transaction = promised<Transaction>(memoryTransaction(disk), (call) => this.#during(call));
    disk.forget();
  }

  async transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    if (this.#isOpen) throw new Error('a transaction is open already');
    this.#isOpen = true;
    try {
      const result = await work(this.#transaction);
      await this.#write();
      this.#disk.commit();
      await this.#write();
      return result;
    } finally {
      this.#disk.forget();
      this.#isOpen = false;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #during<Result>(call: () => Result): Result {
    if (!this.#isOpen) throw new Error('the transaction has ended');
    return call();
  }
}
