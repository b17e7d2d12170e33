import { Worker } from 'node:worker_threads';
import type { Outcome, RunOptions } from './run-seed.ts';
import type { SimulationThreadData } from './simulation-thread.ts';

const THREAD = new URL('./simulation-thread.ts', import.meta.url);

export interface PoolOptions extends SimulationThreadData {
  readonly threads: number;
}

/** Threads that run seeds, one at a time each. */
export class SimulationPool implements AsyncDisposable {
  readonly #options: PoolOptions;
  readonly #idle: SimulationThread[] = [];
  readonly #waiting: ((thread: SimulationThread) => void)[] = [];
  readonly #all: SimulationThread[] = [];

  constructor(options: PoolOptions) {
    this.#options = options;
    for (let count = 0; count < options.threads; count++) this.#add();
  }

  get threads(): number {
    return this.#options.threads;
  }

  /** Runs as soon as a thread is free. What ends the thread is told as a lie of that seed. */
  async run(options: RunOptions): Promise<Outcome> {
    const thread = await this.#take();
    try {
      return await thread.run(options);
    } finally {
      if (thread.hasEnded) this.#add();
      else this.#free(thread);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#all.map((thread) => thread.end()));
  }

  #add(): void {
    const thread = new SimulationThread(this.#options);
    this.#all.push(thread);
    this.#free(thread);
  }

  #take(): Promise<SimulationThread> {
    const thread = this.#idle.shift();
    return thread ? Promise.resolve(thread) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  #free(thread: SimulationThread): void {
    const next = this.#waiting.shift();
    if (next) next(thread);
    else this.#idle.push(thread);
  }
}

class SimulationThread {
  readonly #worker: Worker;
  hasEnded = false;
  #settle: ((outcome: Outcome | Error) => void) | undefined;
  /** What went wrong before there was anything to run. */
  #problem: Error | undefined;

  constructor({ bug }: PoolOptions) {
    const workerData: SimulationThreadData = bug === undefined ? {} : { bug };
    this.#worker = new Worker(THREAD, { workerData });
    this.#worker.on('message', (outcome: Outcome) => this.#settle?.(outcome));
    this.#worker.on('error', (error) => this.#failed(error as Error));
  }

  async run(options: RunOptions): Promise<Outcome> {
    if (this.#problem) throw this.#problem;
    const settled = await new Promise<Outcome | Error>((resolve) => {
      this.#settle = resolve;
      this.#worker.postMessage(options);
    });
    if (!(settled instanceof Error)) return settled;
    // A patch that does not fit is nothing that a seed has found.
    if (settled.name === 'AssertionError') throw settled;
    return { ...NOTHING, seed: options.seed, lies: [settled.stack ?? settled.message] };
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #failed(error: Error): void {
    this.hasEnded = true;
    this.#problem = error;
    this.#settle?.(error);
  }
}

const NOTHING = { figures: { steps: 0, messages: 0, crashes: 0, cuts: 0 }, history: [] };
