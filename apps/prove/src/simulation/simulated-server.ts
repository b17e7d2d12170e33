import { LedgerBus } from '@skein/server/bus/shared-memory/ledger-bus';
import type { Answer } from '@skein/server/ledger/commands';
import { Ledger } from '@skein/server/ledger/ledger';
import { LedgerLoop } from '@skein/server/ledger/ledger-loop';
import type { Limits } from '@skein/server/limits/limits';
import type { Log } from '@skein/server/log';
import type { LedgerStore, ReadStore } from '@skein/server/storage/store';
import { MemoryKeeper } from '@skein/server/supervisor/memory-keeper';
import { createHubMemory, renewRing, type HubMemory } from '@skein/server/workers/memory';
import { HubWorker } from './hub-worker.ts';
import { Mailbox } from './mailbox.ts';
import { VirtualThread, type Machine, type VirtualLoop } from './virtual-loop.ts';

const SUPERVISOR_THREAD_ID = 1;
const THREAD_START_MS = 40;

export interface SimulatedServerOptions {
  readonly loop: VirtualLoop;
  readonly machine: Machine;
  readonly workers: number;
  readonly openLedgerStore: () => LedgerStore;
  readonly openReads: () => ReadStore;
  readonly limits: Limits;
  readonly log: Log;
  readonly historyId: string;
  readonly makeId: () => string;
}

interface RunningHub {
  memory: HubMemory;
  readonly mailbox: Mailbox;
  worker: HubWorker | undefined;
}

interface RunningLedger {
  readonly threadId: number;
  readonly mailbox: Mailbox;
  bus: LedgerBus | undefined;
  /** What to do about each worker that is to be forgotten, also when the ledger ends before. */
  readonly forgetting: Map<number, () => void>;
}

/**
 * One process of the server: a ledger, hub workers and the supervisor's part between them, each a virtual thread over the same
 * shared memory. It follows supervisor/ step by step; what is HTTP, hashing or Node's own threads is left out.
 */
export class SimulatedServer {
  readonly #options: SimulatedServerOptions;
  readonly #loop: VirtualLoop;
  readonly #supervisor: VirtualThread;
  readonly #keeper: MemoryKeeper;
  readonly #hubs = new Map<number, RunningHub>();
  readonly #usedSlots = new Set<number>();
  #ledger: RunningLedger;
  #lastThreadId = SUPERVISOR_THREAD_ID;

  constructor(options: SimulatedServerOptions) {
    this.#options = options;
    this.#loop = options.loop;
    this.#supervisor = new VirtualThread('supervisor', options.machine);
    this.#keeper = new MemoryKeeper({ threadId: SUPERVISOR_THREAD_ID });
    this.#ledger = this.#startLedger([], () => {
      for (let count = 0; count < options.workers; count++) this.#addHub();
    });
  }

  /** Hub workers that serve. */
  get workers(): readonly HubWorker[] {
    return [...this.#hubs.values()].flatMap(({ worker }) => (worker && !worker.thread.isDead ? [worker] : []));
  }

  /** The first ledger has not said that it is ready. */
  get isStarting(): boolean {
    return this.#hubs.size === 0;
  }

  /** Its ledger is not there, or stands still. */
  isStalled(now: number): boolean {
    const { isDead, stalledUntil } = this.ledgerThread;
    return isDead || this.#ledger.bus === undefined || stalledUntil > now;
  }

  get ledgerThread(): VirtualThread {
    return this.#ledger.mailbox.thread;
  }

  /** A round of retention, one step after the other, as supervisor/retention.ts asks for it. */
  expire(): void {
    const { mailbox, bus } = this.#ledger;
    const ask = (after: string): void =>
      bus?.submitOwn({ kind: 'expire', after }, (answer) => {
        const next = answer.ok ? (answer as Extract<Answer<'expire'>, { ok: true }>).value.next : undefined;
        if (next !== undefined) mailbox.send(() => ask(next));
      });
    mailbox.send(() => ask(''));
  }

  /** Everything ends at once, as with kill -9. */
  end(): void {
    const hubs = [...this.#hubs.values()].map(({ mailbox }) => mailbox.thread);
    for (const thread of [this.#supervisor, this.ledgerThread, ...hubs]) thread.isDead = true;
  }

  endLedger(): void {
    const { threadId, mailbox, forgetting } = this.#ledger;
    if (mailbox.thread.isDead) return;
    mailbox.thread.isDead = true;
    this.#supervise(() => {
      this.#keeper.threadExited(threadId);
      for (const forget of forgetting.values()) forget();
      for (const hub of this.#hubs.values()) hub.memory = renewRing(hub.memory);
      this.#ledger = this.#startLedger([...this.#hubs.values()].map(({ memory }) => memory));
      for (const hub of this.#hubs.values()) {
        const { ring } = hub.memory;
        hub.mailbox.send(() => hub.worker?.bus.useRing(ring));
      }
    });
  }

  endHub(worker: HubWorker): void {
    const { threadId, slot } = worker.own;
    if (worker.thread.isDead) return;
    worker.thread.isDead = true;
    this.#supervise(() => {
      this.#hubs.delete(threadId);
      for (const peer of this.#hubs.values()) {
        peer.mailbox.send(() => {
          peer.worker?.bus.removePeer(threadId);
          peer.worker?.hub.peerGone(slot);
        });
      }
      this.#addHub();
      this.#keeper.threadExited(threadId);
      this.#forget(threadId, () => void this.#keeper.clearSlot(slot).then(() => this.#usedSlots.delete(slot)));
    });
  }

  #supervise(callback: () => void): void {
    this.#loop.run(this.#supervisor, callback, this.#loop.someMs(5));
  }

  #startLedger(hubs: readonly HubMemory[], onReady: () => void = () => undefined): RunningLedger {
    const threadId = ++this.#lastThreadId;
    const { machine, openLedgerStore, makeId, log } = this.#options;
    const mailbox = new Mailbox(
      this.#loop,
      new VirtualThread(`ledger ${threadId}`, machine),
      this.#loop.someMs(THREAD_START_MS),
    );
    const running: RunningLedger = { threadId, mailbox, bus: undefined, forgetting: new Map() };
    mailbox.send(() => {
      const bus = new LedgerBus({ memory: this.#keeper.memory, hubs, threadId });
      const isConnected = (account: string) => bus.isConnected(account);
      const ledger = new Ledger({ store: openLedgerStore(), now: () => Date.now(), makeId, isConnected, log });
      const ledgerLoop = new LedgerLoop({ bus, ledger, clock: () => performance.now() });
      running.bus = bus;
      bus.beginEpoch();
      this.#supervise(onReady);
      ledgerLoop.run().catch((error: unknown) => log.error({ err: error }, 'the ledger failed'));
    });
    return running;
  }

  #addHub(): void {
    const { machine, openReads, limits, log, historyId } = this.#options;
    const own = createHubMemory({ slot: this.#takeSlot(), threadId: ++this.#lastThreadId });
    const peers = [...this.#hubs.values()];
    const thread = new VirtualThread(`hub ${own.threadId}`, machine);
    const mailbox = new Mailbox(this.#loop, thread, this.#loop.someMs(THREAD_START_MS));
    const hub: RunningHub = { memory: own, mailbox, worker: undefined };
    const peerMemories = peers.map(({ memory }) => memory);
    mailbox.send(() => {
      const { memory } = this.#keeper;
      const onRostersWanted = () => this.#supervise(() => this.#wantRosters(own.threadId));
      const shared = { thread, memory, own, peers: peerMemories, reads: openReads(), limits, log, historyId };
      hub.worker = new HubWorker({ ...shared, onRostersWanted });
      onRostersWanted();
    });
    for (const peer of peers) peer.mailbox.send(() => (peer.worker?.bus.addPeer(own), peer.worker?.hub.rosterWanted()));
    this.#hubs.set(own.threadId, hub);
    this.#keeper.addHub(own);
    const { mailbox: toLedger } = this.#ledger;
    const ledger = this.#ledger;
    toLedger.send(() => ledger.bus?.addHub(own));
  }

  /** Calls back once everything that a dead worker had submitted is committed, or this ledger has ended. */
  #forget(threadId: number, onForgotten: () => void): void {
    const ledger = this.#ledger;
    const once = (): void => {
      if (ledger.forgetting.delete(threadId)) onForgotten();
    };
    ledger.forgetting.set(threadId, once);
    if (ledger.mailbox.thread.isDead) return once();
    ledger.mailbox.send(() => ledger.bus?.forgetHub(threadId, () => this.#supervise(once)));
  }

  #wantRosters(threadId: number): void {
    for (const hub of this.#hubs.values()) {
      if (hub.memory.threadId !== threadId) hub.mailbox.send(() => hub.worker?.hub.rosterWanted());
    }
  }

  #takeSlot(): number {
    let slot = 0;
    while (this.#usedSlots.has(slot)) slot++;
    this.#usedSlots.add(slot);
    return slot;
  }
}
