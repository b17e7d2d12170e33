import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Log } from '../log.ts';
import { entryOf } from '../places.ts';
import type { BackgroundWorkerData, FromBackground, ToBackground } from '../workers/messages.ts';
import { Thread } from './thread.ts';

const RESTART_PAUSE_MS = 1_000;
/** At the start of a server whoever was away comes back at once, and needs the processors more. */
const FIRST_PAUSE_MS = 1_000;

export interface BackgroundThreadOptions {
  readonly log: Log;
  readonly workerData: Omit<BackgroundWorkerData, 'beginAfterMs'>;
  /** At the start, and at every new one after that. */
  readonly onStarted: () => void;
}

/** Keeps a background thread running; one that ends is followed by another a second later. */
export class BackgroundThread {
  readonly #options: BackgroundThreadOptions;
  #thread: Thread<ToBackground, FromBackground> | undefined;
  #beginAfterMs = FIRST_PAUSE_MS;
  #isStopping = false;

  constructor(options: BackgroundThreadOptions) {
    this.#options = options;
  }

  start(): void {
    const { log, workerData, onStarted } = this.#options;
    const thread = new Thread<ToBackground, FromBackground>({
      entry: entryOf('workers/background'),
      name: 'background',
      workerData: { ...workerData, beginAfterMs: this.#beginAfterMs },
      youngMb: 8,
      log,
      onMessage: () => undefined,
    });
    this.#thread = thread;
    this.#beginAfterMs = 0;
    void thread.exited.then((code) => this.#ended(code));
    onStarted();
  }

  /** One end for a hub worker's questions; undefined while there is no thread to ask. */
  connect(): MessagePort | undefined {
    if (!this.#thread) return undefined;
    const { port1, port2 } = new MessageChannel();
    this.#thread.send({ t: 'hub', port: port1 }, [port1]);
    return port2;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#thread?.worker.terminate();
  }

  #ended(code: number): void {
    this.#thread = undefined;
    if (this.#isStopping) return;
    this.#options.log.warn({ code }, 'the background thread ended; starting it again');
    setTimeout(() => !this.#isStopping && this.start(), RESTART_PAUSE_MS);
  }
}
