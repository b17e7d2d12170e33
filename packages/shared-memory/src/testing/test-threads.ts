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
  /** What the thread failed with, if it did. */
  failure: Error | undefined;
  readonly #messages: unknown[] = [];

  constructor(worker: Worker) {
    this.worker = worker;
    this.exited = new Promise((resolve) => worker.once('exit', resolve));
    worker.on('error', (error: Error) => (this.failure = error));
    worker.on('message', (message) => this.#messages.push(message));
  }

  /** The next message. Rejects if the thread has ended without one. */
  async message<Message>(): Promise<Message> {
    while (this.#messages.length === 0) {
      const abort = new AbortController();
      const message = once(this.worker, 'message', { signal: abort.signal }).then(() => undefined);
      const code = await Promise.race([this.exited, message.catch(() => this.exited)]);
      abort.abort();
      if (code !== undefined && this.#messages.length === 0) {
        throw new Error(`the thread ended with ${code}`, { cause: this.failure });
      }
    }
    return this.#messages.shift() as Message;
  }
}
