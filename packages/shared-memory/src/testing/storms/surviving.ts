import { setImmediate } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { SeededRandom } from '../seeded-random.ts';
import { Tally } from './tally.ts';
import type { Trial } from './trial.ts';

/** A thread that lives on: it acts until it is ended from outside, and fails at the first thing that is wrong. */
export interface SurvivingData {
  readonly trial: string;
  readonly memory: unknown;
  readonly threadId: number;
  readonly place: number;
  readonly seed: number;
  readonly tally: SharedArrayBuffer;
  /** One word for each place: counts what was done. */
  readonly progress: SharedArrayBuffer;
  /** Between some acts and the next, so that others have the processor too; 0 for none. */
  readonly pauseMs: number;
}

const ACTS_AT_A_TIME = 8;

const data = workerData as SurvivingData;
const { trial } = (await import(data.trial)) as { trial: Trial };
const { threadId, place } = data;
const seat = { threadId, place, random: new SeededRandom(data.seed), tally: new Tally(data.tally), step: () => {} };
const party = trial.join(data.memory, seat);
const progress = new Int32Array(data.progress);
const nobody = new Int32Array(new SharedArrayBuffer(4));

// A pending waitAsync does not keep a thread alive.
setInterval(() => {}, 60_000);
for (let acts = 1; ; acts++) {
  await party.act();
  Atomics.add(progress, place, 1);
  if (acts % ACTS_AT_A_TIME !== 0) continue;
  await setImmediate();
  if (data.pauseMs > 0) Atomics.wait(nobody, 0, 0, data.pauseMs);
}
