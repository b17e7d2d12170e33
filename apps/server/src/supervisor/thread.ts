import type { Socket } from 'node:net';
import type { HeapInfo } from 'node:v8';
import { Worker, type Transferable } from 'node:worker_threads';
import type { Log } from '../log.ts';
import type { Shell } from './shell.ts';

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

/** A worker thread of the server, as the supervisor sees it. */
export class Thread<ToThread, FromThread extends { readonly t: string }> implements Shell<ToThread> {
  readonly worker: Worker;
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

  sendConnection(socket: Socket): void {
    this.worker.postMessage({ t: 'connection', socket }, [socket]);
  }

  heap(): Promise<HeapInfo | undefined> {
    return this.worker.getHeapStatistics().catch(() => undefined);
  }

  terminate(): void {
    void this.worker.terminate();
  }

  async join(timeoutMs: number): Promise<void> {
    const timer = setTimeout(() => this.terminate(), timeoutMs);
    await this.exited;
    clearTimeout(timer);
  }
}
