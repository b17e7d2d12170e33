import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { SeededRandom } from '../seeded-random.ts';
import { buffersIn, makeAtomicsDeadly, type HeldWord } from './deadly-atomics.ts';
import { Obituary } from './obituary.ts';
import { Tally } from './tally.ts';
import type { Trial } from './trial.ts';
import { EXIT_CODES, LAST_WORDS, type Way } from './ways.ts';

/** A thread that acts for a while and then dies in the middle of it. */
export interface DyingData {
  readonly trial: string;
  readonly memory: unknown;
  readonly threadId: number;
  readonly place: number;
  readonly seed: number;
  readonly way: Way;
  readonly obituary: SharedArrayBuffer;
}

const MAX_ACTS_BEFORE = 12;
/** At each step that it could be. */
const ONE_IN = 4;

const data = workerData as DyingData;
const { threadId, place, memory, way } = data;
const { trial } = (await import(data.trial)) as { trial: Trial };
const random = new SeededRandom(data.seed);
const obituary = new Obituary(data.obituary);
const { wait } = Atomics;
let isDying = false;
let actsBefore = random.below(MAX_ACTS_BEFORE);
const step = makeAtomicsDeadly({
  threadId,
  buffers: buffersIn(memory),
  isLockless: trial.isLockless === true,
  isTime: () => actsBefore <= 0 && random.below(ONE_IN) === 0,
  die,
});
// Who takes over counts what became of it; what this thread does while it unwinds is nobody's.
const party = trial.join(memory, { threadId, place, random, tally: new Tally(), step });

// A pending waitAsync does not keep a thread alive.
setInterval(() => {}, 60_000);
for (;;) {
  await actOrDie();
  await setImmediate();
  actsBefore--;
}

async function actOrDie(): Promise<void> {
  try {
    await party.act();
  } catch (error) {
    // Unwinding has made more errors of one.
    throw isDying ? new Error(LAST_WORDS, { cause: error }) : error;
  }
}

function die(held: HeldWord | undefined): void {
  isDying = true;
  if (held) obituary.write(memory, held);
  if (way === 'error') throw new Error(LAST_WORDS);
  if (way === 'exit') process.exit(EXIT_CODES.exit);
  parentPort!.postMessage('to be terminated');
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  for (;;) wait(nobody, 0, 0);
}
