import { setImmediate as nextTurn } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Ephemeral, HubBus } from '../../bus/bus.ts';
import type { Answer, Command, CommandKind, CommandOf } from '../../ledger/commands.ts';
import { Ledger, type Submission } from '../../ledger/ledger.ts';
import { openLedgerStore } from '../../storage/sqlite/open-ledger-store.ts';
import { openReadStore } from '../../storage/sqlite/open-read-store.ts';
import type { LedgerStore, ReadStore } from '../../storage/store.ts';
import { Hub } from '../hub.ts';
import type { HubClient } from '../hub-client.ts';
import { published, type PublishedEvent, type StreamKind } from '../published-event.ts';
import { TestClient } from './test-client.ts';

type OnAnswer = (answer: Answer<CommandKind>) => void;

/** What the ledger published and one worker has not read yet. */
interface Worker {
  readonly hub: Hub;
  readonly reads: ReadStore;
  readonly interest: Set<string>;
  inbox: PublishedEvent[];
  /** Events are neither read nor lost while it sleeps. */
  isAsleep: boolean;
  /** Turns that it takes to be heard with an interest: a lock that somebody else holds. */
  interestTurns: number;
  /** Clients that were told that their session has ended. */
  readonly revoked: Set<string>;
}

/**
 * A whole server without threads and sockets: the real hubs, ledger and store, and between them a bus that moves only when
 * the test says so.
 */
export class World implements AsyncDisposable {
  readonly workers: Worker[] = [];
  readonly #folder: string;
  readonly #store: LedgerStore;
  readonly #ledger: Ledger;
  readonly #queue: Submission<OnAnswer>[] = [];
  #lastAccount = 0;

  private constructor(folder: string, store: LedgerStore) {
    this.#folder = folder;
    this.#store = store;
    const makeId = () => randomBytes(12).toString('base64url');
    const isConnected = (account: string) =>
      this.workers.some(({ interest }) => interest.has(keyOf('account', account)));
    this.#ledger = new Ledger({ store, now: Date.now, makeId, isConnected, log: silent });
  }

  static async open({ workers }: { workers: number }): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), 'skein-world-'));
    const store = await openLedgerStore({ file: join(folder, 'skein.db') });
    await store.transact((transaction) => transaction.setRegistration({ policy: 'open' }));
    const world = new World(folder, store);
    for (let slot = 0; slot < workers; slot++) await world.addWorker();
    return world;
  }

  async addWorker(): Promise<Worker> {
    const reads = await openReadStore({ file: join(this.#folder, 'skein.db') });
    const { historyId } = await reads.server();
    const slot = this.workers.length;
    let lastClient = 0;
    const interest = new Set<string>();
    const revoked = new Set<string>();
    const bus = this.#busOf(slot, interest);
    const onRevoked = (client: HubClient) => {
      revoked.add(client.id);
      client.connection.cut();
    };
    const makeClientId = () => `${slot}-${++lastClient}`;
    const hub = new Hub({ bus, reads, log: silent, now: Date.now, historyId, makeClientId, onRevoked });
    const worker = { hub, reads, interest, inbox: [], isAsleep: false, interestTurns: 0, revoked };
    this.workers.push(worker);
    return worker;
  }

  async submit<K extends CommandKind>(command: CommandOf<K>): Promise<Answer<K>> {
    const answer = new Promise<Answer<K>>((resolve) => this.#enqueue(command as Command, resolve));
    await this.settle();
    return answer;
  }

  /** Registers an account; gives back its id and session. */
  async registers(login: string): Promise<{ account: string; session: string }> {
    const session = {
      id: randomBytes(8).toString('hex'),
      createdAt: 1,
      expiresAt: Date.now() + 1e9,
      address: '',
      agent: '',
    };
    const number = ++this.#lastAccount;
    const account = { login, loginKey: login.toLowerCase(), skeleton: `${login} ${number}`, passwordHash: 'x' };
    const registered = await this.submit({ kind: 'register', account, code: undefined, setup: undefined, session });
    if (!registered.ok) throw new Error(registered.error.code);
    return { account: registered.value.id, session: session.id };
  }

  async posts(account: string, room: string, body: string): Promise<number> {
    const id = randomBytes(12).toString('base64url');
    const answer = await this.submit({ kind: 'post', account, room, id, body });
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value.seq;
  }

  /** @returns the seq of the event */
  async edits(account: string, room: string, message: number, body: string): Promise<number> {
    const id = randomBytes(12).toString('base64url');
    const answer = await this.submit({ kind: 'edit', account, room, message, id, body });
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value.seq;
  }

  async deletes(account: string, room: string, message: number): Promise<number> {
    const id = randomBytes(12).toString('base64url');
    const answer = await this.submit({ kind: 'delete', account, room, message, id });
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value.seq;
  }

  async makesRoom(by: string, name: string, roomKind: 'public' | 'private' = 'public'): Promise<string> {
    const made = await this.submit({ kind: 'create-room', by, name, nameKey: name.toLowerCase(), roomKind });
    if (!made.ok) throw new Error(made.error.code);
    return made.value.id;
  }

  /** Connects a client of the account to a worker, with the cursors and the room on screen of an earlier one where given. */
  async connects(who: { account: string; session: string }, slot = 0, before?: TestClient): Promise<TestClient> {
    const worker = this.workers[slot]!;
    const client = await TestClient.connect(worker.hub, worker.reads, who, before);
    await this.settle();
    return client;
  }

  /** Commits what was submitted and delivers what was published, until nothing moves any more. */
  async settle(): Promise<void> {
    for (let quietTurns = 0; quietTurns < 5; quietTurns++) {
      if (await this.#step()) quietTurns = 0;
      await nextTurn();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { reads } of this.workers) await reads[Symbol.asyncDispose]();
    await this.#store[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true });
  }

  async #step(): Promise<boolean> {
    const batch = this.#queue.splice(0);
    if (batch.length > 0) await this.#commit(batch);
    let hasMoved = batch.length > 0;
    for (const worker of this.workers) {
      if (worker.isAsleep || worker.inbox.length === 0) continue;
      hasMoved = true;
      for (const event of worker.inbox.splice(0)) worker.hub.event(event);
      worker.hub.turnEnds();
    }
    return hasMoved;
  }

  async #commit(batch: readonly Submission<OnAnswer>[]): Promise<void> {
    for (const { changes, replies } of await this.#ledger.commit(batch)) {
      for (const { origin, answer } of replies) origin(answer);
      for (const event of changes.roomEvents) this.#publish(published('room', event.room, event));
      for (const { account, event } of changes.accountEvents) this.#publish(published('account', account, event));
      for (const { hub } of this.workers) hub.revoked({ sessions: changes.endedSessions });
    }
  }

  #publish(event: PublishedEvent): void {
    for (const { interest, inbox } of this.workers) if (interest.has(keyOf(event.kind, event.id))) inbox.push(event);
  }

  #enqueue(command: Command, onAnswer: OnAnswer): void {
    this.#queue.push({ origin: onAnswer, command });
  }

  #busOf(slot: number, interest: Set<string>): HubBus {
    return {
      submit: (command, onAnswer) => this.#enqueue(command as Command, onAnswer),
      addInterest: async (kind, id) => {
        for (let turns = this.workers[slot]!.interestTurns; turns > 0; turns--) await nextTurn();
        interest.add(keyOf(kind, id));
      },
      removeInterest: (kind, id) => void interest.delete(keyOf(kind, id)),
      sendEphemeral: (message: Ephemeral) => {
        this.workers.forEach(({ hub }, other) => other !== slot && hub.ephemeral(message, slot));
      },
      pending: 0,
    };
  }
}

const silent = pino({ level: 'silent' });

function keyOf(kind: StreamKind, id: string): string {
  return `${kind} ${id}`;
}
