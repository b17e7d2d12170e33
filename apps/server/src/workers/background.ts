import { statSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createLog } from '../log.ts';
import { checkpoint } from '../storage/sqlite/open.ts';

// The entry of the background thread: work that takes long and must stall nobody. Now that is the checkpoint, which moves
// committed pages from the write-ahead log into the database, off the ledger's commit path.

const { databaseFile, verbose } = workerData as { databaseFile: string; verbose: boolean };
const log = createLog({ verbose, thread: 'background' });

const CHECK_INTERVAL_MS = 500;
const CHECKPOINT_ABOVE_BYTES = Number(process.env.CKPT ?? 4) * 1024 * 1024;

setInterval(() => {
  try {
    if (logBytes() > CHECKPOINT_ABOVE_BYTES) checkpoint(databaseFile);
  } catch (error) {
    log.warn({ err: error }, 'a checkpoint failed; it is tried again');
  }
}, CHECK_INTERVAL_MS);

parentPort?.postMessage({ t: 'ready' });

function logBytes(): number {
  return statSync(`${databaseFile}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}
