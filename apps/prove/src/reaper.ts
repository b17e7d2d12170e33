import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { Census, Death, Order } from './thread-reaper.ts';

const PRELOAD = pathToFileURL(join(import.meta.dirname, 'thread-reaper.ts')).href;

/** Ends threads of a server that was started with its `env`. */
export class Reaper implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'skein-reaper-'));

  get env(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--import=${PRELOAD}`, PROVE_REAPER_SOCKET: this.#socketPath };
  }

  /** Resolves once the thread is gone. @param thread its name, such as `hub 3` or `ledger` */
  async ends(thread: string, death: Death): Promise<void> {
    const answer = await this.#orders({ thread, death });
    if (!/^\d+$/.test(answer)) throw new Error(`the reaper failed: ${answer}`);
  }

  /** Lets the thread stand still. @returns lets it go on */
  async pauses(thread: string): Promise<() => void> {
    const pauseFile = join(this.#folder, 'pause');
    writeFileSync(pauseFile, '');
    const answer = await this.#orders({ thread, pauseFile });
    if (!/^\d+$/.test(answer)) throw new Error(`there is no thread ${thread}`);
    return () => rmSync(pauseFile);
  }

  /** The process of the server, also where a launcher started it, and its threads. */
  async census(): Promise<Census> {
    return JSON.parse(await this.#orders('tell')) as Census;
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #orders(order: Order): Promise<string> {
    const socket = connect(this.#socketPath);
    await once(socket, 'connect');
    socket.end(JSON.stringify(order));
    return text(socket);
  }

  get #socketPath(): string {
    return join(this.#folder, 'orders');
  }
}
