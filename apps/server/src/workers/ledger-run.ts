import { randomBytes } from 'node:crypto';
import { LedgerBus } from '../bus/shared-memory/ledger-bus.ts';
import { FileFolder } from '../files/file-folder.ts';
import { Ledger, type Committed, type Submission } from '../ledger/ledger.ts';
import { LedgerLoop } from '../ledger/ledger-loop.ts';
import type { Log } from '../log.ts';
import { openPreparedStore } from '../storage/sqlite/open-ledger-store.ts';
import type { LedgerWorkerData } from './messages.ts';

/** The ledger put together: the store, who judges, the way to the hub workers, and the loop that does the work. */
export async function openLedger(data: LedgerWorkerData, log: Log) {
  const { databaseFile, filesFolder, threadId, memory, hubs } = data;
  const store = openPreparedStore(databaseFile);
  const bus = new LedgerBus({ memory, hubs, threadId });
  const makeId = () => randomBytes(12).toString('base64url');
  const isConnected = (account: string) => bus.isConnected(account);
  const ledger = new Ledger({ store, now: Date.now, makeId, isConnected, log });
  const files = new FileFolder(filesFolder);
  const loop = new LedgerLoop({ bus, ledger: { commit: commitAndRemove }, clock: () => performance.now() });
  bus.beginEpoch();
  return {
    bus,
    loop,
    /** Resolves once it was told to stop and everything is committed and closed. */
    run: async () => {
      await loop.run();
      await store[Symbol.asyncDispose]();
    },
    stop: () => {
      loop.stop();
      bus.wake();
    },
  };

  /** Bytes of files go once nothing is known of them on disk. What stays where that fails, or all ends first, is swept up. */
  async function commitAndRemove<Origin>(batch: readonly Submission<Origin>[]): Promise<readonly Committed<Origin>[]> {
    const committed = await ledger.commit(batch);
    const removed = committed.flatMap(({ changes }) => changes.removedFiles);
    if (removed.length > 0) {
      files.remove(removed).catch((error: unknown) => log.warn({ err: error }, 'files could not be removed'));
    }
    return committed;
  }
}
