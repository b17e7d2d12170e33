import type { HeapInfo } from 'node:v8';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { ClientView } from '@skein/protocol/rest';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { HashQueue } from '../accounts/hash-queue.ts';
import { createHubMemory, renewRing, type HubMemory, type SharedMemory } from '../workers/memory.ts';
import type { FromHub, HubWorkerData, ToHub } from '../workers/messages.ts';
import { Questions } from '../workers/questions.ts';
import { Thread } from './thread.ts';

const ENTRY = new URL('../workers/hub.ts', import.meta.url);
/** A worker that does not answer in this time is left out of a list of clients. */
const ANSWER_TIMEOUT_MS = 2_000;
const HEARTBEAT_CHECK_MS = 1_000;
/** Checks without a heartbeat after which a worker counts as stuck: one that runs, and one that is still starting. */
const MISSED_HEARTBEATS = { running: 10, starting: 60 };
/** Before a worker is started in the place of one that never became ready. */
const RESTART_PAUSE_MS = 1_000;
const HEAP_CHECK_MS = 2_000;
/**
 * A worker with more heap than this, or than this share of what it may have, is replaced before it runs out of memory: that
 * could take the process with it.
 */
const SOFT_HEAP_LIMIT = { bytes: 1024 * 1024 * 1024, share: 0.5 };

export interface HubWorkersOptions {
  readonly config: Config;
  readonly log: Log;
  readonly memory: SharedMemory;
  readonly hashQueue: HashQueue;
  readonly databaseFile: string;
  readonly tokenSecret: string;
  readonly historyId: string;
  readonly port: number;
  /** Never gives the same id twice. */
  readonly nextThreadId: () => number;
  /** A way for one worker to ask the background thread; undefined while there is none. */
  readonly connectToBackground: () => MessagePort | undefined;
  readonly onAdded: (hub: HubMemory) => void;
  /** The thread has exited; it holds nothing any more but its slot, until this resolves. Called at once. */
  readonly onGone: (hub: HubMemory) => Promise<void>;
}

interface Hub {
  readonly thread: Thread<ToHub, FromHub>;
  memory: HubMemory;
  lastHeartbeat: number;
  missedHeartbeats: number;
  isReady: boolean;
  /** Another is taking its place. */
  isLeaving: boolean;
}

/** Keeps the wanted number of hub workers running, replaces those that die, hang or grow too large, and speaks to them. */
export class HubWorkers {
  readonly #options: HubWorkersOptions;
  readonly #hubs = new Map<number, Hub>();
  readonly #questions = new Questions();
  readonly #usedSlots = new Set<number>();
  readonly #timers: NodeJS.Timeout[] = [];
  #isStopping = false;

  constructor(options: HubWorkersOptions) {
    this.#options = options;
  }

  get memories(): readonly HubMemory[] {
    return [...this.#hubs.values()].map(({ memory }) => memory);
  }

  async start(): Promise<void> {
    const hubs = Array.from({ length: this.#options.config.workers }, () => this.#add());
    await Promise.all(hubs.map(({ thread }) => thread.ready));
    this.#timers.push(setInterval(() => this.#checkHeartbeats(), HEARTBEAT_CHECK_MS));
    this.#timers.push(setInterval(() => void this.#checkHeaps(), HEAP_CHECK_MS));
  }

  /** Clients of every worker that answers. */
  async listClients(): Promise<readonly ClientView[]> {
    const ask = ({ thread }: Hub) =>
      this.#questions.ask<readonly ClientView[]>((request) => thread.send({ t: 'list-clients', request }), {
        timeoutMs: ANSWER_TIMEOUT_MS,
        fallback: [],
      });
    return (await Promise.all([...this.#hubs.values()].map(ask))).flat();
  }

  async endClient(client: string): Promise<boolean> {
    const ask = ({ thread }: Hub) =>
      this.#questions.ask<boolean>((request) => thread.send({ t: 'end-client', request, client }), {
        timeoutMs: ANSWER_TIMEOUT_MS,
        fallback: false,
      });
    return (await Promise.all([...this.#hubs.values()].map(ask))).includes(true);
  }

  /** Tells every worker of a new ledger. Each gets a new ring: what was in the old one goes up again, in order. */
  useNewLedger(start: (hubs: readonly HubMemory[]) => void): void {
    for (const hub of this.#hubs.values()) hub.memory = renewRing(hub.memory);
    start(this.memories);
    for (const { thread, memory } of this.#hubs.values()) thread.send({ t: 'new-ledger', ring: memory.ring });
  }

  /** Connects every worker to a new background thread. What was asked of the last one is busy. */
  useNewBackground(): void {
    for (const { thread } of this.#hubs.values()) this.#connectToBackground(thread);
  }

  /** Lets every worker answer what it has accepted and send its clients away; ends those that take longer. */
  async stop(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    for (const timer of this.#timers) clearInterval(timer);
    const hubs = [...this.#hubs.values()];
    for (const { thread } of hubs) thread.send({ t: 'stop', reason: 'stopping' });
    await Promise.all(hubs.map(({ thread }) => thread.join(timeoutMs)));
  }

  #add(): Hub {
    const { config, log, memory, hashQueue, databaseFile, tokenSecret, historyId, port } = this.#options;
    const own = createHubMemory({ slot: this.#takeSlot(), threadId: this.#options.nextThreadId() });
    const { port1: ours, port2: hashPort } = new MessageChannel();
    hashQueue.serve(ours);
    const shared = { config, databaseFile, tokenSecret, historyId, port, memory };
    const workerData: HubWorkerData = { ...shared, own, peers: this.memories, hashPort };
    const name = `hub ${own.threadId}`;
    const onMessage = (message: FromHub) => this.#heard(own.threadId, message);
    const thread = new Thread<ToHub, FromHub>({
      entry: ENTRY,
      name,
      workerData,
      youngMb: 12,
      transferList: [hashPort],
      log,
      onMessage,
    });
    for (const peer of this.#hubs.values()) peer.thread.send({ t: 'peer-added', peer: own });
    const hub: Hub = { thread, memory: own, lastHeartbeat: 0, missedHeartbeats: 0, isReady: false, isLeaving: false };
    this.#hubs.set(own.threadId, hub);
    this.#connectToBackground(thread);
    this.#options.onAdded(own);
    thread.ready.then(
      () => (hub.isReady = true),
      () => undefined,
    );
    void thread.exited.then((code) => this.#gone(hub, code));
    return hub;
  }

  async #gone(hub: Hub, code: number): Promise<void> {
    const { slot, threadId } = hub.memory;
    // First of all, because others wait for its locks; starting a thread takes milliseconds.
    const cleared = this.#options.onGone(hub.memory);
    this.#hubs.delete(threadId);
    for (const peer of this.#hubs.values()) peer.thread.send({ t: 'peer-gone', slot, threadId });
    if (!this.#isStopping && !hub.isLeaving) this.#options.log.warn({ worker: threadId, code }, 'a hub worker ended');
    if (hub.isReady) this.#addMissing();
    else setTimeout(() => this.#addMissing(), RESTART_PAUSE_MS);
    await cleared;
    this.#usedSlots.delete(slot);
  }

  #addMissing(): void {
    if (this.#isStopping || this.#hubs.size >= this.#options.config.workers) return;
    this.#options.log.info('starting another hub worker');
    this.#add();
  }

  /** Starts another in its place first, so that its clients have somewhere to go; while none can be started, it stays. */
  async #replace(hub: Hub, why: string): Promise<void> {
    hub.isLeaving = true;
    this.#options.log.warn({ worker: hub.memory.threadId }, `replacing a hub worker: ${why}`);
    const { thread } = this.#add();
    hub.isLeaving = await thread.ready.then(
      () => true,
      () => false,
    );
    if (!hub.isLeaving) return;
    hub.thread.send({ t: 'stop', reason: 'replaced' });
    await hub.thread.join(5_000);
  }

  #takeSlot(): number {
    let slot = 0;
    while (this.#usedSlots.has(slot)) slot++;
    this.#usedSlots.add(slot);
    return slot;
  }

  #heard(threadId: number, message: FromHub): void {
    const answer = (request: number, value: unknown) =>
      this.#hubs.get(threadId)?.thread.send({ t: 'answer', request, answer: value });
    switch (message.t) {
      case 'answer':
        return this.#questions.answered(message.request, message.answer);
      case 'ask-clients':
        return void this.listClients().then((clients) => answer(message.request, clients));
      case 'ask-end-client':
        return void this.endClient(message.client).then((ended) => answer(message.request, ended));
      case 'want-rosters':
        for (const { thread, memory } of this.#hubs.values()) {
          if (memory.threadId !== threadId) thread.send({ t: 'roster-wanted' });
        }
        return;
      case 'ready':
    }
  }

  #connectToBackground(thread: Hub['thread']): void {
    const port = this.#options.connectToBackground();
    if (port) thread.send({ t: 'new-background', port }, [port]);
  }

  #checkHeartbeats(): void {
    for (const hub of this.#hubs.values()) {
      const heartbeat = Atomics.load(new Int32Array(hub.memory.heartbeat), 0);
      hub.missedHeartbeats = heartbeat === hub.lastHeartbeat ? hub.missedHeartbeats + 1 : 0;
      hub.lastHeartbeat = heartbeat;
      if (hub.missedHeartbeats < MISSED_HEARTBEATS[heartbeat === 0 ? 'starting' : 'running']) continue;
      this.#options.log.error({ worker: hub.memory.threadId }, 'a hub worker is stuck; ending it');
      hub.missedHeartbeats = 0;
      void hub.thread.worker.terminate();
    }
  }

  async #checkHeaps(): Promise<void> {
    for (const hub of [...this.#hubs.values()]) {
      if (hub.isLeaving) continue;
      const heap = await hub.thread.worker.getHeapStatistics().catch(() => undefined);
      if (heap && isTooLarge(heap)) await this.#replace(hub, 'its heap has grown too large');
    }
  }
}

function isTooLarge({ used_heap_size: used, heap_size_limit: limit }: HeapInfo): boolean {
  return used > Math.min(SOFT_HEAP_LIMIT.bytes, limit * SOFT_HEAP_LIMIT.share);
}
