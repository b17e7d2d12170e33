import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ExitRegistry } from '../exit-registry.ts';

/** Starts real threads for a test and ends those that are left when it is disposed: `await using threads = …`. */
export class TestThreads implements AsyncDisposable {
  readonly #workers: Worker[] = [];
  readonly #registry: ExitRegistry | undefined;

  /** With a registry, every exit is told to it, as the supervisor does. */
  constructor(registry?: ExitRegistry) {
    this.#registry = registry;
  }

  start(file: URL, threadId: number, workerData: object): TestThread {
    const worker = new Worker(file, { workerData: { ...workerData, threadId } });
    worker.once('exit', () => this.#registry?.threadExited(threadId));
    this.#workers.push(worker);
    return new TestThread(worker);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

export class TestThread {
  readonly worker: Worker;
  readonly exited: Promise<number>;
  readonly #messages: unknown[] = [];
  readonly #failure: Promise<never>;

  constructor(worker: Worker) {
    this.worker = worker;
    this.exited = new Promise((resolve) => worker.once('exit', resolve));
    this.#failure = once(worker, 'error').then(([error]) => Promise.reject(error as Error));
    this.#failure.catch(() => {});
    worker.on('message', (message) => this.#messages.push(message));
  }

  /** The next message. Rejects if the thread fails or has ended without one. */
  async message<Message>(): Promise<Message> {
    while (this.#messages.length === 0) {
      const ended = this.exited.then((code) => code);
      const code = await Promise.race([once(this.worker, 'message').then(() => undefined), ended, this.#failure]);
      if (code !== undefined && this.#messages.length === 0) throw new Error(`the thread ended with ${code}`);
    }
    return this.#messages.shift() as Message;
  }
}

/** Waits until `condition` holds, looking again at each turn of the loop. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}
