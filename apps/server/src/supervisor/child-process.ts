import { fork, type ChildProcess as NodeChildProcess, type Serializable } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Log } from '../log.ts';
import type { Shell } from './shell.ts';

export interface ChildProcessOptions<From> {
  readonly entry: URL;
  /** Stands in the list of processes. */
  readonly name: string;
  readonly log: Log;
  readonly onMessage: (message: From) => void;
}

/** The exit code of a process that a signal ended. */
const KILLED = 137;

/** A process of the server beside its own, as the supervisor sees it. It ends by itself when this process is gone. */
export class ChildProcess<To, From extends { readonly t: string }> implements Shell<To> {
  readonly ready: Promise<void>;
  readonly exited: Promise<number>;
  readonly #process: NodeChildProcess;

  constructor({ entry, name, log, onMessage }: ChildProcessOptions<From>) {
    this.#process = fork(fileURLToPath(entry), [name], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.exited = new Promise((resolve) => this.#process.once('close', (code) => resolve(code ?? KILLED)));
    // Whatever is sent while it dies fails, and the exit says why.
    this.#process.on('error', (error) => log.debug({ err: error }, `${name} cannot be reached`));
    this.ready = new Promise((resolve, reject) => {
      this.#process.on('message', (message) => {
        const from = message as From;
        if (from.t === 'ready') resolve();
        else onMessage(from);
      });
      void this.exited.then((code) => reject(new Error(`${name} ended with code ${code} before it was ready`)));
    });
    this.ready.catch(() => undefined);
  }

  send(message: To): void {
    if (this.#process.connected) this.#process.send(message as Serializable);
  }

  sendConnection(socket: Socket): void {
    if (this.#process.connected) this.#process.send({ t: 'connection' }, socket, { keepOpen: false });
    else socket.destroy();
  }

  /** A process that runs out of memory takes nobody with it. */
  async heap(): Promise<undefined> {}

  terminate(): void {
    this.#process.kill('SIGKILL');
  }

  async join(timeoutMs: number): Promise<void> {
    const timer = setTimeout(() => this.terminate(), timeoutMs);
    await this.exited;
    clearTimeout(timer);
  }
}
