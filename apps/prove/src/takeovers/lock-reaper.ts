import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { type LockOrder, type LockReport, SOCKET_VARIABLE } from './lock-order.ts';

/** Nothing takes this long, not even on a busy machine. */
const PATIENCE_MS = 60_000;
const PRELOAD = pathToFileURL(join(import.meta.dirname, 'lock-reaper-preload.ts')).href;

/** Ends threads of a server that was started with its `env`, while they hold a lock. */
export class LockReaper implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'skein-lock-reaper-'));

  get env(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--import=${PRELOAD}`, [SOCKET_VARIABLE]: this.#socketPath };
  }

  /** Resolves once a thread took the lock, died of it, and the lock was taken over; rejects where that never comes. One at a time. */
  async endsHolding(order: LockOrder): Promise<LockReport> {
    const socket = connect(this.#socketPath);
    await once(socket, 'connect');
    socket.setTimeout(PATIENCE_MS, () =>
      socket.destroy(new Error(`a lock was never taken, or never again: ${JSON.stringify(order)}`)),
    );
    socket.write(JSON.stringify(order));
    return JSON.parse(await text(socket)) as LockReport;
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #socketPath(): string {
    return join(this.#folder, 'orders');
  }
}
