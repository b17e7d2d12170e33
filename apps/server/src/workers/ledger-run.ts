import { randomBytes } from 'node:crypto';
import { LedgerBus } from '../bus/shared-memory/ledger-bus.ts';
import { Ledger } from '../ledger/ledger.ts';
import { LedgerLoop } from '../ledger/ledger-loop.ts';
import type { Log } from '../log.ts';
import { openLedgerStore } from '../storage/sqlite/open.ts';
import type { LedgerWorkerData } from './messages.ts';

/** The ledger put together: the store, who judges, the way to the hub workers, and the loop that does the work. */
export async function openLedger({ databaseFile, threadId, memory, hubs }: LedgerWorkerData, log: Log) {
  const store = await openLedgerStore({ file: databaseFile });
  const ledger = new Ledger({ store, now: Date.now, makeId: () => randomBytes(12).toString('base64url'), log });
  const bus = new LedgerBus({ memory, hubs, threadId });
  const loop = new LedgerLoop({ bus, ledger, clock: () => performance.now() });
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
}
