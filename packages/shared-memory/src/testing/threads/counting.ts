import { parentPort, workerData } from 'node:worker_threads';
import { acquireSomehow } from '../acquire-somehow.ts';
import { SeededRandom } from '../seeded-random.ts';
import { openLocks, raisePair } from './locks.ts';

export interface CountingData {
  readonly locks: SharedArrayBuffer;
  readonly threadId: number;
  readonly seed: number;
  readonly rounds: number;
}

const data = workerData as CountingData;
const locks = openLocks(data.locks, data.threadId);
const random = new SeededRandom(data.seed);

// A pending waitAsync does not keep a thread alive.
const keepAlive = setInterval(() => {}, 60_000);
for (let round = 0; round < data.rounds; round++) {
  using _ = await acquireSomehow(locks.mutex, random);
  raisePair(locks.memory);
}
parentPort!.postMessage(locks.repairs);
clearInterval(keepAlive);
