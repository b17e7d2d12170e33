import { parentPort, workerData } from 'node:worker_threads';
import { openLocks } from './locks.ts';

/** Has a sleep pending on the doorbell and another wait on the mutex, then ends as told. */
export interface SleepingData {
  readonly locks: SharedArrayBuffer;
  readonly threadId: number;
  readonly way: 'terminate' | 'throw' | 'exit' | 'return';
}

const data = workerData as SleepingData;
const { doorbell, mutex } = openLocks(data.locks, data.threadId);
void doorbell.sleep({ ready: () => false });
void mutex.acquireAsync();
parentPort!.postMessage('asleep');

if (data.way === 'throw') throw new Error('died as planned');
if (data.way === 'exit') process.exit(7);
if (data.way === 'terminate') setInterval(() => {}, 60_000);
