import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { HashQueue } from '../../accounts/hash-queue.ts';
import { parseConfig } from '../../config.ts';
import { createLog } from '../../log.ts';
import { createSharedMemory } from '../../workers/memory.ts';
import type { ToRelayedHub } from '../../workers/messages.ts';
import { claimPort } from '../port.ts';
import type { EdgeHostOptions } from '../edge-host.ts';
import type { Shell } from '../shell.ts';
import { PerConnection, SPARES, STARTS_AT_ONCE } from './per-connection.ts';

const CROWD = SPARES + 2 * STARTS_AT_ONCE;
const HOST = '127.0.0.1';

/** A worker that becomes ready when it is told to, and serves nobody. */
class IdleShell implements Shell<ToRelayedHub> {
  readonly #ready = Promise.withResolvers<void>();
  readonly #exited = Promise.withResolvers<number>();
  readonly ready = this.#ready.promise;
  readonly exited = this.#exited.promise;
  isReady = false;
  readonly #served: number[];

  constructor(served: number[]) {
    this.#served = served;
  }

  becomeReady(): void {
    this.isReady = true;
    this.#ready.resolve();
  }

  send(): void {}

  sendConnection(socket: Socket): void {
    this.#served.push(socket.remotePort!);
    void this.exited.then(() => socket.destroy());
  }

  async heap(): Promise<undefined> {}

  terminate(): void {
    this.#exited.resolve(0);
  }

  async join(): Promise<void> {
    this.terminate();
  }
}

test('a crowd is served in the order in which it came, and no more workers start at once than it needs or the cores can bear', async () => {
  const shells: IdleShell[] = [];
  const served: number[] = [];
  const starting = (): IdleShell[] => shells.filter(({ isReady }) => !isReady);
  const port = await claimPort(0, HOST);
  const edges = new PerConnection(hostOn(port), () => {
    const shell = new IdleShell(served);
    shells.push(shell);
    return shell;
  });
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.defer(() => edges.stop(0));
  const started = edges.start();
  for (const shell of shells) shell.becomeReady();
  await started;

  const crowd: Socket[] = [];
  for (let count = 0; count < CROWD; count++) {
    const socket = cleanUp.adopt(connect(port, HOST), (each) => void each.destroy());
    await once(socket, 'connect');
    crowd.push(socket);
  }
  while (served.length < CROWD) {
    const needed = Math.max(SPARES, CROWD - served.length);
    assert.ok(starting().length <= Math.min(needed, STARTS_AT_ONCE), `${starting().length} start at once`);
    starting()[0]?.becomeReady();
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(
    served,
    crowd.map(({ localPort }) => localPort),
  );
});

function hostOn(port: number): EdgeHostOptions {
  const parsed = parseConfig(['--host', HOST, '--connections', String(CROWD)], {});
  assert.ok(parsed.kind === 'config');
  let lastThreadId = 0;
  return {
    config: parsed.config,
    log: createLog({ verbose: false, thread: 'test' }),
    memory: createSharedMemory(),
    hashQueue: new HashQueue(),
    databaseFile: '',
    tokenSecret: '',
    historyId: '',
    port,
    nextThreadId: () => ++lastThreadId,
    connectToBackground: () => undefined,
    onAdded: () => undefined,
    onGone: () => Promise.resolve(),
    onFailed: assert.fail,
  };
}
