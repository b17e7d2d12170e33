import type { StoreUnderTest } from '../contract/store-under-test.ts';
import { storeContract } from '../store-contract.ts';
import type { LedgerStore, ReadStore } from '../store.ts';
import { openLedgerStore } from './open-ledger-store.ts';
import { openReadStore } from './open-read-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

storeContract('SQLite', async () => {
  const store = new SqliteUnderTest();
  await store.open();
  return store;
});

class SqliteUnderTest implements StoreUnderTest {
  readonly #folder = temporaryFolder();
  readonly #file = this.#folder.file('skein.db');
  readonly #readers: ReadStore[] = [];
  ledger!: LedgerStore;
  reads!: ReadStore;

  async open(): Promise<void> {
    this.ledger = await openLedgerStore({ file: this.#file, clock: () => 1_000 });
    this.reads = await this.openReads();
  }

  async openReads(): Promise<ReadStore> {
    const reader = await openReadStore({ file: this.#file });
    this.#readers.push(reader);
    return reader;
  }

  async reopen(): Promise<void> {
    await this.#close();
    await this.open();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
    this.#folder[Symbol.dispose]();
  }

  async #close(): Promise<void> {
    for (const reader of this.#readers.splice(0)) await reader[Symbol.asyncDispose]();
    await this.ledger[Symbol.asyncDispose]();
  }
}
