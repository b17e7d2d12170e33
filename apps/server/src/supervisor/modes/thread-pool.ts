import { MessageChannel } from 'node:worker_threads';
import type { ClientView } from '@skein/protocol/rest';
import { entryOf } from '../../places.ts';
import { createHubMemory, renewRing, type HubMemory } from '../../workers/memory.ts';
import type { FromHub, HubWorkerData, ToHub } from '../../workers/messages.ts';
import type { EdgeHost, EdgeHostOptions } from '../edge-host.ts';
import { HubPool } from '../hub-pool.ts';
import { Hubs, type RunningHub } from '../hubs.ts';
import { Thread } from '../thread.ts';

interface SharedHub extends RunningHub {
  readonly shell: Thread<ToHub, FromHub>;
  memory: HubMemory;
}

/** A pool of threads that share memory with the ledger and each other. */
export class ThreadPool implements EdgeHost {
  readonly #options: EdgeHostOptions;
  readonly #hubs: Hubs<SharedHub>;
  readonly #pool: HubPool<SharedHub>;
  readonly #usedSlots = new Set<number>();

  constructor(options: EdgeHostOptions) {
    this.#options = options;
    const { config, log } = options;
    this.#hubs = new Hubs(log);
    this.#pool = new HubPool({ size: config.workers, hubs: this.#hubs, startHub: () => this.#startHub(), log });
  }

  start(): Promise<void> {
    return this.#pool.start();
  }

  listClients(): Promise<readonly ClientView[]> {
    return this.#hubs.listClients();
  }

  /** Every thread reads it where the supervisor writes it. */
  setState(): void {}

  /** Each gets a new ring: what was in the old one goes up again, in order. */
  useNewLedger(start: (hubs: readonly HubMemory[]) => void): void {
    for (const hub of this.#hubs) hub.memory = renewRing(hub.memory);
    start(this.#memories);
    for (const { shell, memory } of this.#hubs) shell.send({ t: 'new-ledger', ring: memory.ring });
  }

  useNewBackground(): void {
    for (const { shell } of this.#hubs) this.#connectToBackground(shell);
  }

  stop(timeoutMs: number): Promise<void> {
    return this.#pool.stop(timeoutMs);
  }

  get #memories(): readonly HubMemory[] {
    return [...this.#hubs].map(({ memory }) => memory);
  }

  #startHub(): SharedHub {
    const { config, log, memory, hashQueue, databaseFile, tokenSecret, historyId, port } = this.#options;
    const own = createHubMemory({ slot: this.#takeSlot(), threadId: this.#options.nextThreadId() });
    const { port1: ours, port2: hashPort } = new MessageChannel();
    hashQueue.serve(ours);
    const shared = { config, databaseFile, tokenSecret, historyId, port, memory };
    const workerData: HubWorkerData = { ...shared, own, peers: this.#memories, hashPort };
    const shell = new Thread<ToHub, FromHub>({
      entry: entryOf('workers/hub'),
      name: `hub ${own.threadId}`,
      workerData,
      youngMb: 12,
      transferList: [hashPort],
      log,
      onMessage: (message) => this.#heard(own.threadId, message),
    });
    for (const peer of this.#hubs) peer.shell.send({ t: 'peer-added', peer: own });
    this.#connectToBackground(shell);
    this.#options.onAdded(own);
    void shell.exited.then(() => this.#gone(own));
    const heartbeat = new Int32Array(own.heartbeat);
    return { id: own.threadId, shell, memory: own, beats: () => Atomics.load(heartbeat, 0) };
  }

  async #gone(own: HubMemory): Promise<void> {
    // First of all, because others wait for its locks; starting a thread takes milliseconds.
    const cleared = this.#options.onGone(own);
    const { slot, threadId } = own;
    for (const { id, shell } of this.#hubs) if (id !== threadId) shell.send({ t: 'peer-gone', slot, threadId });
    await cleared;
    this.#usedSlots.delete(slot);
  }

  #takeSlot(): number {
    let slot = 0;
    while (this.#usedSlots.has(slot)) slot++;
    this.#usedSlots.add(slot);
    return slot;
  }

  #heard(from: number, message: FromHub): void {
    switch (message.t) {
      case 'want-rosters':
        for (const { id, shell } of this.#hubs) if (id !== from) shell.send({ t: 'roster-wanted' });
        return;
      case 'answer':
      case 'ask-clients':
      case 'ask-end-client':
        return this.#hubs.heard(from, message);
      case 'ready':
    }
  }

  #connectToBackground(shell: SharedHub['shell']): void {
    const port = this.#options.connectToBackground();
    if (port) shell.send({ t: 'new-background', port }, [port]);
  }
}
