import { parentPort, workerData } from 'node:worker_threads';
import { hash64 } from '../../hash64.ts';
import { SeededRandom } from '../seeded-random.ts';
import { churnedTable, openChurnedTable } from './churned-table.ts';

export interface ChurningData {
  readonly table: SharedArrayBuffer;
  readonly threadId: number;
  readonly seed: number;
}

// Changes entries until it is ended from outside. Ends by itself with an error if it finds one half written.

const data = workerData as ChurningData;
const table = openChurnedTable(churnedTable.layout.view(data.table), data.threadId);
const random = new SeededRandom(data.seed);
const keys = Array.from({ length: 80 }, (_, number) => hash64(`entry ${number}`, [1, 2]));

for (let step = 0; ; step++) {
  const key = keys[random.below(keys.length)]!;
  if (step === 1_000) parentPort!.postMessage('churning');
  using shard = table.acquire(key);
  if (random.below(3) === 0) {
    shard.remove(key);
    continue;
  }
  shard.findOrCreate(key, (entry) => {
    if (entry.first !== entry.second.get(1)) throw new Error(`${entry.first} and ${entry.second.get(1)}`);
    entry.first = step;
    entry.second.set(1, step);
  });
}
