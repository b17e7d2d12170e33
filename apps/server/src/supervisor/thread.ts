import { Worker, type Transferable } from 'node:worker_threads';
import type { Log } from '../log.ts';

export interface ThreadOptions<FromThread> {
  readonly entry: URL;
  readonly name: string;
  readonly workerData: object;
  /** Room for what lives shortly, in MiB: more of it means less work for the garbage collector under load, and more memory. */
  readonly youngMb: number;
  readonly transferList?: readonly Transferable[];
  readonly log: Log;
  readonly onMessage: (message: FromThread) => void;
}

/** A worker thread of the server, as the supervisor sees it: it becomes ready once and exits once. */
export class Thread<ToThread, FromThread extends { readonly t: string }> {
  readonly worker: Worker;
  /** Resolves when the thread says `ready`, rejects where it exits before. */
  readonly ready: Promise<void>;
  readonly exited: Promise<number>;

  constructor({ entry, name, workerData, youngMb, transferList = [], log, onMessage }: ThreadOptions<FromThread>) {
    const resourceLimits = { maxYoungGenerationSizeMb: youngMb };
    this.worker = new Worker(entry, {
      name,
      workerData,
      transferList: [...transferList],
      stdin: false,
      resourceLimits,
    });
    this.exited = new Promise((resolve) => this.worker.once('exit', resolve));
    this.worker.on('error', (error) => log.error({ err: error }, `${name} failed`));
    this.ready = new Promise((resolve, reject) => {
      this.worker.on('message', (message: FromThread) => {
        if (message.t === 'ready') resolve();
        else onMessage(message);
      });
      void this.exited.then((code) => reject(new Error(`${name} ended with code ${code} before it was ready`)));
    });
    this.ready.catch(() => undefined);
  }

  send(message: ToThread, transferList: readonly Transferable[] = []): void {
    this.worker.postMessage(message, transferList);
  }

  /** Waits for the exit, and makes it happen after `timeoutMs`. */
  async join(timeoutMs: number): Promise<void> {
    const timer = setTimeout(() => void this.worker.terminate(), timeoutMs);
    await this.exited;
    clearTimeout(timer);
  }
}
