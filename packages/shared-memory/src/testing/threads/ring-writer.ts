import { workerData } from 'node:worker_threads';
import { Doorbell, doorbellLayout } from '../../doorbell.ts';
import { RingWriter } from '../../ring.ts';
import { ringLayout } from '../../ring-layout.ts';
import { SequenceGenerator } from '../sequence.ts';

export interface RingWriterData {
  readonly ring: SharedArrayBuffer;
  readonly capacity: number;
  readonly doorbell: SharedArrayBuffer;
  readonly seed: number;
  readonly records: number;
}

const data = workerData as RingWriterData;
const writer = new RingWriter(ringLayout(data.capacity).view(data.ring));
const doorbell = new Doorbell(doorbellLayout.view(data.doorbell));
const generator = new SequenceGenerator(data.seed, 200);
const pause = new Int32Array(new SharedArrayBuffer(4));

for (let number = 0; number < data.records; number++) {
  const record = generator.next();
  while (!writer.tryWrite(number & 7, record)) Atomics.wait(pause, 0, 0, 1);
  doorbell.ring();
}
