import { workerData } from 'node:worker_threads';
import { BroadcastWriter } from '../../broadcast-log.ts';
import { broadcastLogLayout } from '../../broadcast-log-layout.ts';
import { Doorbell, doorbellLayout } from '../../doorbell.ts';
import { SeededRandom } from '../seeded-random.ts';
import { SequenceGenerator } from '../sequence.ts';

export interface LogWriterData {
  readonly log: SharedArrayBuffer;
  readonly capacity: number;
  readonly doorbell: SharedArrayBuffer;
  readonly seed: number;
  readonly records: number;
}

const data = workerData as LogWriterData;
const writer = new BroadcastWriter(broadcastLogLayout(data.capacity).view(data.log));
const doorbell = new Doorbell(doorbellLayout.view(data.doorbell));
const random = new SeededRandom(data.seed);
const generator = new SequenceGenerator(data.seed, 200);

for (let number = 0; number < data.records; number++) {
  writer.append(number & 7, -1, generator.next());
  if (random.below(10) > 0) continue;
  writer.publish();
  doorbell.ring();
}
writer.publish();
doorbell.ring();
