import type { HeapInfo } from 'node:v8';
import type { Log } from '../log.ts';
import type { Hubs, RunningHub } from './hubs.ts';

/** Before a worker is started in the place of one that never became ready. */
const RESTART_PAUSE_MS = 1_000;
const HEAP_CHECK_MS = 2_000;
/**
 * A worker with more heap than this, or than this share of what it may have, is replaced before it runs out of memory: that
 * could take the process with it.
 */
const SOFT_HEAP_LIMIT = { bytes: 1024 * 1024 * 1024, share: 0.5 };
const LEAVE_TIMEOUT_MS = 5_000;

export interface HubPoolOptions<Hub extends RunningHub> {
  readonly size: number;
  readonly hubs: Hubs<Hub>;
  readonly startHub: () => Hub;
  readonly log: Log;
}

/** Keeps the wanted number of hub workers running, and replaces those that die or grow too large. */
export class HubPool<Hub extends RunningHub> {
  readonly #options: HubPoolOptions<Hub>;
  /** Another is taking their place. */
  readonly #leaving = new Set<Hub>();
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(options: HubPoolOptions<Hub>) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const hubs = Array.from({ length: this.#options.size }, () => this.#add());
    await Promise.all(hubs.map(({ shell }) => shell.ready));
    this.#timer = setInterval(() => void this.#checkHeaps(), HEAP_CHECK_MS);
  }

  async stop(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#timer);
    await this.#options.hubs.stop(timeoutMs);
  }

  #add(): Hub {
    const { hubs, startHub } = this.#options;
    const hub = startHub();
    hubs.add(hub);
    let isReady = false;
    hub.shell.ready.then(
      () => (isReady = true),
      () => undefined,
    );
    void hub.shell.exited.then((code) => this.#gone(hub, code, isReady));
    return hub;
  }

  #gone(hub: Hub, code: number, wasReady: boolean): void {
    const isExpected = this.#isStopping || this.#leaving.delete(hub);
    if (!isExpected) this.#options.log.warn({ worker: hub.id, code }, 'a hub worker ended');
    if (wasReady) this.#addMissing();
    else setTimeout(() => this.#addMissing(), RESTART_PAUSE_MS);
  }

  #addMissing(): void {
    const { size, hubs, log } = this.#options;
    if (this.#isStopping || hubs.size >= size) return;
    log.info('starting another hub worker');
    this.#add();
  }

  async #checkHeaps(): Promise<void> {
    for (const hub of [...this.#options.hubs]) {
      if (this.#leaving.has(hub)) continue;
      const heap = await hub.shell.heap();
      if (heap && isTooLarge(heap)) await this.#replace(hub, 'its heap has grown too large');
    }
  }

  /** Starts another in its place first, so that its clients have somewhere to go; while none can be started, it stays. */
  async #replace(hub: Hub, why: string): Promise<void> {
    this.#leaving.add(hub);
    this.#options.log.warn({ worker: hub.id }, `replacing a hub worker: ${why}`);
    const { shell } = this.#add();
    const hasSuccessor = await shell.ready.then(
      () => true,
      () => false,
    );
    if (!hasSuccessor) return void this.#leaving.delete(hub);
    hub.shell.send({ t: 'stop', reason: 'replaced' });
    await hub.shell.join(LEAVE_TIMEOUT_MS);
  }
}

function isTooLarge({ used_heap_size: used, heap_size_limit: limit }: HeapInfo): boolean {
  return used > Math.min(SOFT_HEAP_LIMIT.bytes, limit * SOFT_HEAP_LIMIT.share);
}
