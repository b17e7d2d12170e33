import { setImmediate, setTimeout } from 'node:timers/promises';
import { SeededRandom } from '../seeded-random.ts';
import { TestThreads, type TestThread } from '../test-threads.ts';
import type { SurvivingData } from './surviving.ts';
import { Tally } from './tally.ts';
import type { Stage, Trial } from './trial.ts';

const SURVIVING = new URL('./surviving.ts', import.meta.url);
const FIRST_THREAD_ID = 2;
const PAUSE_MS = 0.5;
/** Far more than anything here takes: whoever waits longer waits for ever. */
const PATIENCE_MS = 60_000;
/** The main thread looks without a pause at first, so that what it times is right; then it leaves the processor to others. */
const LOOKS_AT_ONCE = 500;

export interface CrewOptions {
  readonly trial: Trial;
  readonly seed: number;
  /** Of each thread between some of what it does and the next. */
  readonly pauseMs?: number;
  /** After which somebody counts as waiting for ever. */
  readonly patienceMs?: number;
}

/** An exit, heard of in its event. */
export interface Exit {
  readonly at: number;
  readonly code: number;
  /** Resolves once the place can be taken again. */
  readonly cleared: void | Promise<void>;
}

/** The threads of a trial: those that live on, and one after another in the place of the dying. */
export class Crew implements AsyncDisposable {
  readonly tally = new Tally();
  readonly random: SeededRandom;
  readonly stage: Stage<unknown>;
  readonly #trial: Trial;
  readonly #pauseMs: number;
  readonly #patienceMs: number;
  readonly #threads = new TestThreads();
  readonly #survivors: TestThread[] = [];
  readonly #progress: Int32Array<SharedArrayBuffer>;
  #lastThreadId = FIRST_THREAD_ID - 1;

  constructor({ trial, seed, pauseMs = PAUSE_MS, patienceMs = PATIENCE_MS }: CrewOptions) {
    this.#trial = trial;
    this.#pauseMs = pauseMs;
    this.#patienceMs = patienceMs;
    this.random = new SeededRandom(seed);
    this.stage = trial.begin(this.tally);
    this.#progress = new Int32Array(new SharedArrayBuffer(4 * (trial.survivors + 1)));
  }

  async begins(): Promise<void> {
    for (let place = 0; place < this.#trial.survivors; place++) {
      this.#survivors.push(this.startsSurviving(place).thread);
    }
    await this.allGoOn();
  }

  startsSurviving(place: number) {
    const data = { tally: this.tally.buffer, progress: this.#progress.buffer, pauseMs: this.#pauseMs };
    return this.starts(SURVIVING, place, data satisfies Pick<SurvivingData, keyof typeof data>);
  }

  starts(file: URL, place: number, data: object) {
    const threadId = ++this.#lastThreadId;
    const seed = this.random.below(2 ** 30);
    const thread = this.#threads.start(file, threadId, {
      ...data,
      trial: this.#trial.url,
      memory: this.stage.memory,
      place,
      seed,
    });
    const exit = this.#hearsExit(thread, threadId);
    // Also those that are ended with the trial have an exit, which nobody waits for.
    exit.catch(() => undefined);
    return { threadId, thread, exit };
  }

  /** How often the thread in a place has acted, with all that were there before it. */
  actsIn(place: number): number {
    return Atomics.load(this.#progress, place);
  }

  /** Every survivor finishes two things, so that the later one began after this call. */
  async allGoOn(): Promise<void> {
    const before = this.#survivors.map((_, place) => this.actsIn(place));
    await this.until(() => before.every((acts, place) => this.actsIn(place) >= acts + 2));
  }

  /** @throws what a survivor failed with, or when it takes too long */
  async until(isSo: () => boolean): Promise<void> {
    const deadline = performance.now() + this.#patienceMs;
    for (let looks = 0; !isSo(); looks++) {
      for (const { failure } of this.#survivors) if (failure) throw failure;
      if (performance.now() > deadline) throw new Error('somebody waits for ever');
      await (looks < LOOKS_AT_ONCE ? setImmediate() : setTimeout(1));
    }
  }

  async #hearsExit({ worker }: TestThread, threadId: number): Promise<Exit> {
    const event = new Promise<Omit<Exit, 'cleared'>>((resolve) => {
      worker.once('exit', (code) => resolve({ at: performance.now(), code }));
    });
    return { ...(await event), cleared: this.stage.threadExited(threadId) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#threads[Symbol.asyncDispose]();
  }
}
