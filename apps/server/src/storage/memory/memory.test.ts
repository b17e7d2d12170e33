import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountNamed, posted, register } from '../contract/deeds.ts';
import type { StoreUnderTest } from '../contract/store-under-test.ts';
import { LOBBY_ID } from '../lobby.ts';
import { storeContract } from '../store-contract.ts';
import { MemoryDisk } from './memory-disk.ts';
import { MemoryLedgerStore } from './memory-ledger-store.ts';
import { openMemoryReads } from './memory-read-store.ts';

const FOUNDED = { historyId: 'first-history', now: 1_000 };

storeContract('memory', async () => storeOver(new MemoryDisk(FOUNDED)));

function storeOver(disk: MemoryDisk): StoreUnderTest {
  const store = {
    ledger: new MemoryLedgerStore(disk),
    reads: openMemoryReads(disk),
    openReads: async () => openMemoryReads(disk),
    reopen: async () => {
      store.ledger = new MemoryLedgerStore(disk);
      store.reads = openMemoryReads(disk);
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  return store;
}

test('memory: a writer that dies before its commit leaves nothing, and one that dies after it leaves everything', async () => {
  for (const [dyingAt, kept] of [
    [1, 0],
    [2, 1],
  ] as const) {
    const disk = new MemoryDisk(FOUNDED);
    const reads = openMemoryReads(disk);
    await new MemoryLedgerStore(disk).transact((transaction) => register(transaction, 'ada'));
    let writes = 0;
    const died = Promise.withResolvers<void>();
    const write = () => {
      if (++writes < dyingAt) return Promise.resolve();
      died.resolve();
      return new Promise<never>(() => undefined);
    };
    void new MemoryLedgerStore(disk, { write }).transact(async (transaction) => {
      await transaction.createAccount(accountNamed('lin'));
      await posted(transaction, LOBBY_ID, 'lin', 'last words');
    });
    await died.promise;
    const next = new MemoryLedgerStore(disk);
    assert.equal((await reads.accountById('lin')) === undefined ? 0 : 1, kept);
    assert.equal((await reads.room(LOBBY_ID))?.n, kept);
    await next.transact((transaction) => posted(transaction, LOBBY_ID, 'ada', 'afterwards'));
    assert.equal((await reads.room(LOBBY_ID))?.n, kept + 1);
  }
});
