import type { Command } from '@skein/server/ledger/commands';
import { Ledger } from '@skein/server/ledger/ledger';
import type { Limits } from '@skein/server/limits/limits';
import type { Log } from '@skein/server/log';
import { LOBBY_ID } from '@skein/server/storage/lobby';
import { keyOf, MemoryDisk, type EventRow } from '@skein/server/storage/memory/memory-disk';
import { MemoryLedgerStore } from '@skein/server/storage/memory/memory-ledger-store';
import { openMemoryReads } from '@skein/server/storage/memory/memory-read-store';
import { StorageError, type LedgerStore, type ReadStore } from '@skein/server/storage/store';
import type { SessionCheck } from '@skein/client/transport';
import { BrowserOutbox } from './browser-outbox.ts';
import { delayedReads } from './delayed-reads.ts';
import type { HubWorker } from './hub-worker.ts';
import { SimulatedServer } from './simulated-server.ts';
import { Tab, type Page, type Person, type TabWorld } from './tab.ts';
import { VirtualLoop, VirtualThread, type Machine, type Task } from './virtual-loop.ts';
import { liveIn } from './virtual-node.ts';
import { Wire } from './wire.ts';

const NAMES = ['ada', 'lin', 'kim', 'sam'];
/** Before a launcher starts a server that has died. */
const RESTART_MS = 800;
/** A page gives up a question about its session after this time. */
const QUESTION_TIMEOUT_MS = 5_000;
const SESSION_LIFETIME_MS = 30 * 24 * 60 * 60 * 1_000;

export interface ExpiredEvent {
  readonly row: EventRow;
  /** A message's body as it was first sent. */
  readonly firstBody: string | undefined;
  readonly atMs: number;
}

export interface Figures {
  steps: number;
  messages: number;
  crashes: number;
  cuts: number;
}

/** Everything of one run: people with their tabs, the network, the server and its disk, on one virtual loop. */
export class World implements TabWorld {
  readonly loop: VirtualLoop;
  readonly disk: MemoryDisk;
  readonly people: Person[] = [];
  readonly rooms: string[] = [LOBBY_ID];
  readonly tabs: Tab[] = [];
  readonly figures: Figures = { steps: 0, messages: 0, crashes: 0, cuts: 0 };
  /** What nobody may hear of: thrown by the product, or logged by it as an error. */
  readonly errors: string[] = [];
  /** When each session's end was committed. */
  readonly endedAtMs = new Map<string, number>();
  /** When each event was committed. */
  readonly committedAtMs = new Map<string, number>();
  /** Events that have expired, as they were last. */
  readonly expired = new Map<string, ExpiredEvent>();
  readonly history: string[] = [];
  /** Nothing goes wrong any more. */
  isCalm = false;
  isDiskFull = false;
  server: SimulatedServer | undefined;
  readonly serverMachine: Machine = { clockOffsetMs: 0 };
  readonly #isTold: boolean;
  readonly #elsewhere: Machine = { clockOffsetMs: 0 };
  readonly #network = new VirtualThread('network', this.#elsewhere);
  readonly #wires = new Set<Wire>();
  readonly #sessions = new Set<string>();
  #lastNumber = 0;

  constructor(seed: number, { isTold }: { isTold: boolean }) {
    this.#isTold = isTold;
    this.loop = new VirtualLoop(seed, (thread, error) => this.errors.push(`${thread.name}: ${String(error)}`));
    liveIn(this.loop);
    this.disk = new MemoryDisk({ historyId: 'history', now: this.loop.clockOf(this.serverMachine) });
  }

  now = (): number => this.loop.now;

  tell(who: string, what: string): void {
    if (this.#isTold) this.history.push(`${this.loop.now.toFixed(1).padStart(9)} ms  ${who.padEnd(12)} ${what}`);
  }

  failed(error: unknown): void {
    this.errors.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  /** Accounts, rooms and who is in them, before the server starts. */
  async found(): Promise<void> {
    const store = new MemoryLedgerStore(this.disk);
    await store.transact((transaction) => transaction.setRegistration({ policy: 'open' }));
    const isConnected = () => false;
    const ledger = new Ledger({ store, now: Date.now, makeId: this.#makeId, isConnected, log: this.#log });
    const does = async (command: Command): Promise<{ id: string }> => {
      const [committed] = await ledger.commit([{ origin: 0, command }]);
      const { answer } = committed!.replies[0]!;
      if (!answer.ok) throw new Error(`${command.kind}: ${answer.error.code}`);
      return answer.value as { id: string };
    };
    for (const name of NAMES.slice(0, 3 + this.loop.random.below(2))) {
      const account = { login: name, loginKey: name, skeleton: `~${name}`, passwordHash: 'x' };
      const session = this.#newSession();
      const { id } = await does({ kind: 'register', account, code: undefined, setup: undefined, session });
      this.people.push({ name, account: id });
      this.#addTab(this.people.at(-1)!, session.id);
    }
    const [owner, ...others] = this.people as [Person, ...Person[]];
    for (const [name, roomKind] of [
      ['tea', 'public'],
      ['den', 'private'],
    ] as const) {
      const { id } = await does({ kind: 'create-room', by: owner.account, name, nameKey: name, roomKind });
      this.rooms.push(id);
      for (const { name: guest } of others) {
        if (this.loop.random.chance(0.6)) await does({ kind: 'invite', by: owner.account, room: id, loginKey: guest });
      }
      const settings = { retentionDays: this.loop.random.pick([null, null, 2, 8]) };
      await does({ kind: 'change-room', by: owner.account, room: id, settings });
    }
  }

  startServer(): void {
    this.tell('server', 'starts');
    this.server = new SimulatedServer({
      loop: this.loop,
      machine: this.serverMachine,
      workers: 1 + this.loop.random.below(3),
      openLedgerStore: () => this.#openLedgerStore(),
      openReads: () => this.#openReads(),
      limits: this.#limits,
      log: this.#log,
      historyId: 'history',
      makeId: this.#makeId,
    });
  }

  // What goes wrong.

  crashServer(): void {
    if (!this.server) return;
    this.tell('server', 'dies');
    this.figures.crashes++;
    this.server.end();
    this.server = undefined;
    this.#cutDead();
    this.loop.run(this.#network, () => this.startServer(), this.loop.someMs(RESTART_MS));
  }

  crashLedger(): void {
    if (!this.server) return;
    // A ledger that dies while the server starts takes the process with it.
    if (this.server.isStarting) return this.crashServer();
    this.tell('ledger', 'dies');
    this.figures.crashes++;
    this.server.endLedger();
  }

  crashHub(worker: HubWorker): void {
    this.tell(worker.thread.name, 'dies');
    this.figures.crashes++;
    this.server?.endHub(worker);
    this.#cutDead();
  }

  cut(wire: Wire): void {
    this.figures.cuts++;
    wire.cut();
  }

  // What people do.

  load(tab: Tab): void {
    const thread = new VirtualThread(tab.name, this.#elsewhere);
    this.loop.run(thread, () => tab.load(thread));
  }

  /** A new tab, or device, of somebody's, once the server has answered that they are logged in. */
  logsIn(person: Person): void {
    const session = { ...this.#newSession(), account: person.account };
    const worker = this.#anyWorker();
    if (!worker) return;
    this.loop.run(worker.thread, () => {
      const command = { kind: 'open-session', session, rehashed: undefined } as const;
      void worker.does(command).then(({ ok }) => ok && this.load(this.#addTab(person, session.id)));
    });
  }

  /** Another tab in the same browser. */
  opensBeside({ person, session, outbox }: Tab): void {
    this.load(this.#addTab(person, session, outbox));
  }

  /** A REST call of a tab's, to any worker. Whether it arrives, and whether its answer does, nobody knows. */
  ask(tab: Tab, command: (account: string) => Command): void {
    const worker = this.#anyWorker(tab);
    if (!worker) return;
    this.loop.run(
      worker.thread,
      () => {
        worker.asks(tab.session, command).then(
          (answer) => this.tell(tab.name, `is answered ${JSON.stringify(answer)}`),
          (error: unknown) => this.failed(error),
        );
      },
      this.loop.someMs(50),
    );
  }

  openSocket(tab: Tab): Wire {
    const wire = new Wire(this.loop, this.loop.current, (direction, frame, sent) => {
      if (direction === 'received') tab.receives(frame, sent);
      this.tell(tab.name, `${direction} ${frame}`);
    });
    this.#wires.add(wire);
    this.loop.run(this.#network, () => this.#connect(wire, tab), this.loop.someMs(20));
    return wire;
  }

  checkSession(tab: Tab): Promise<SessionCheck> {
    const page = this.loop.current;
    return new Promise((resolve) => {
      this.loop.run(page, () => resolve('unreachable'), QUESTION_TIMEOUT_MS);
      const worker = this.#anyWorker(tab);
      if (!worker) return;
      const answer = (has: boolean): void =>
        void this.loop.run(page, () => resolve(has ? 'ok' : 'ended'), this.loop.someMs(50));
      this.loop.run(worker.thread, () => void worker.hasSession(tab.session).then(answer), this.loop.someMs(50));
    });
  }

  platformOf({ thread }: Page) {
    return {
      now: this.now,
      randomBytes: this.loop.random.bytes,
      setTimer: (callback: () => void, delayMs: number) => this.loop.run(thread, callback, delayMs),
      clearTimer: (timer: unknown) => {
        if (timer) (timer as Task).isCancelled = true;
      },
    };
  }

  #anyWorker(tab?: Tab): HubWorker | undefined {
    const workers = this.server?.workers ?? [];
    return tab?.isOffline || workers.length === 0 ? undefined : this.loop.random.pick(workers);
  }

  #connect(wire: Wire, tab: Tab): void {
    const worker = this.#anyWorker(tab);
    if (!worker || wire.isOver) return wire.refused();
    wire.reaches(worker.thread);
    this.loop.run(worker.thread, () => {
      worker.admits(wire, tab.session).then(
        (isAdmitted) => isAdmitted || wire.refused(),
        (error: unknown) => this.failed(error),
      );
    });
  }

  /** A thread that is dead has no connections. */
  #cutDead(): void {
    for (const wire of this.#wires) {
      if (wire.serverThread?.isDead) wire.destroyedByServer();
      if (wire.isOver) this.#wires.delete(wire);
    }
  }

  #addTab(person: Person, session: string, outbox = new BrowserOutbox(this.loop)): Tab {
    const number = this.tabs.filter((tab) => tab.person === person).length + 1;
    const tab = new Tab(`${person.name}'s ${number}.`, person, session, outbox, this);
    this.tabs.push(tab);
    return tab;
  }

  #newSession() {
    const createdAt = this.loop.clockOf(this.serverMachine);
    return { id: this.#makeId(), createdAt, expiresAt: createdAt + SESSION_LIFETIME_MS, address: '', agent: '' };
  }

  #makeId = (): string => `id${++this.#lastNumber}`;

  #openReads(): ReadStore {
    const isSlow = this.loop.random.chance(0.5);
    return delayedReads(openMemoryReads(this.disk), () =>
      isSlow && this.loop.random.chance(0.3) ? this.loop.sleep(this.loop.someMs(60)) : Promise.resolve(),
    );
  }

  #openLedgerStore(): LedgerStore {
    const store = new MemoryLedgerStore(this.disk, { write: () => this.#write() });
    return {
      transact: async (work) => {
        if (this.isDiskFull) throw new StorageError('the disk is full');
        return store.transact(work);
      },
      [Symbol.asyncDispose]: async () => undefined,
    };
  }

  async #write(): Promise<void> {
    this.#noteCommitted();
    await this.loop.sleep(this.loop.someMs(this.loop.random.chance(0.2) ? 40 : 1));
  }

  #noteCommitted(): void {
    this.#noteExpiring();
    const { rooms, sessions } = this.disk.committed;
    for (const { id, seq } of rooms.values()) {
      for (let place = seq; place > 0 && !this.committedAtMs.has(`${id}/${place}`); place--) {
        this.committedAtMs.set(`${id}/${place}`, this.loop.now);
      }
    }
    for (const id of this.#sessions) {
      if (!sessions.get(id)) {
        this.#sessions.delete(id);
        this.endedAtMs.set(id, this.loop.now);
      }
    }
    for (const { id } of sessions.values()) this.#sessions.add(id);
  }

  /** What the open transaction is about to delete. */
  #noteExpiring(): void {
    const { rooms, events, posts } = this.disk.committed;
    for (const { id, floor } of this.disk.open.rooms.values()) {
      for (let seq = (rooms.get(id)?.floor ?? 0) + 1; seq <= floor; seq++) {
        const row = events.get(keyOf(id, seq))!;
        const firstBody = row.kind === 'message' ? posts.get(keyOf(row.by, row.id))?.body : undefined;
        this.expired.set(keyOf(id, seq), { row, firstBody, atMs: this.loop.now });
      }
    }
  }

  readonly #limits: Limits = {
    take: (rate) =>
      rate === 'post' && !this.isCalm && this.loop.random.chance(0.02)
        ? { ok: false, retryAfterMs: 50 + this.loop.random.below(300) }
        : { ok: true },
    peek: () => ({ ok: true }),
    giveBack: () => undefined,
    openConnection: () => true,
    closeConnection: () => undefined,
  };

  readonly #log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: ({ err }: { err: unknown }, message: string) => {
      if (!(err instanceof StorageError))
        this.errors.push(`${message}: ${err instanceof Error ? err.stack : String(err)}`);
    },
  } as unknown as Log;
}
