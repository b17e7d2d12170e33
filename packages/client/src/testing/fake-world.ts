import assert from 'node:assert/strict';
import type { AccountView } from '@skein/protocol/accounts';
import type { Welcome } from '@skein/protocol/connection';
import type { RoomEvent, RoomView } from '@skein/protocol/rooms';
import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { connectChat, type ChatClient } from '../chat-client.ts';
import type { Notice } from '../notices.ts';
import type { KnownBefore } from '../known-before.ts';
import { memoryOutbox } from '../memory-outbox.ts';
import type { OutboxStorage } from '../outbox.ts';
import type { ClientPlatform } from '../transport.ts';
import type { Uploads } from '../uploads.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeSocket } from './fake-socket.ts';
import { SeededRandom } from './random.ts';

export const ADA: AccountView = { id: 'ada', kind: 'person', role: 'member', login: 'ada', name: 'Ada' };

export function welcome(changes: Partial<Welcome> = {}): Welcome {
  return { t: 'welcome', v: PROTOCOL_VERSION, historyId: 'first', account: ADA, lobby: 'lobby', time: 0, ...changes };
}

export function room(id: string, changes: Partial<RoomView> = {}): RoomView {
  const view = { id, kind: 'public', name: id, lobby: id === 'lobby', role: 'member' } as const;
  return { ...view, seq: 1, n: 0, read: 0, floor: 0, members: 2, retentionDays: null, ...changes };
}

export function message(room: string, seq: number, n: number, by = 'lin', id = `message-${room}-${seq}`): RoomEvent {
  const clientId = id.padEnd(16, '-');
  return { t: 'message', room, seq, n, by, name: by, at: 0, id: clientId, body: `${seq}` };
}

/** An edit of the message at `target`, by Ada unless it is somebody else's. */
export function edited(room: string, seq: number, target: number, id: string, by = 'ada', body = `${seq}`): RoomEvent {
  return { t: 'edited', room, seq, message: target, n: target - 1, by, name: by, at: 0, id: id.padEnd(16, '-'), body };
}

export function deleted(room: string, seq: number, target: number, id: string, by = 'ada'): RoomEvent {
  return { t: 'deleted', room, seq, message: target, n: target - 1, by, name: by, at: 0, id: id.padEnd(16, '-') };
}

export interface WorldOptions {
  /** Of its randomness: two clients of one account need two. */
  readonly seed?: number;
  readonly clock?: FakeClock;
  readonly outbox?: OutboxStorage;
  readonly before?: KnownBefore;
  readonly uploads?: Uploads;
  readonly checkSession?: NonNullable<ClientPlatform['checkSession']>;
}

/** A client whose network, clock and chance belong to the test. */
export class World {
  readonly clock: FakeClock;
  readonly sockets: FakeSocket[] = [];
  readonly notices: Notice[] = [];
  readonly errors: unknown[] = [];
  readonly client: ChatClient;

  constructor({
    outbox = memoryOutbox(),
    before,
    uploads,
    checkSession,
    seed = 1,
    clock = new FakeClock(),
  }: WorldOptions = {}) {
    this.clock = clock;
    const { now, setTimer, clearTimer } = this.clock;
    const core = {
      now,
      setTimer,
      clearTimer,
      randomBytes: new SeededRandom(seed).bytes,
      openSocket: () => this.#open(),
    };
    const platform = checkSession ? { ...core, checkSession } : core;
    this.client = connectChat({
      platform,
      outbox,
      ...(before ? { before } : {}),
      ...(uploads ? { uploads } : {}),
      onError: (error) => this.errors.push(error),
    });
    this.client.listen((notice) => this.notices.push(notice));
  }

  /** The newest socket. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    assert.ok(socket);
    return socket;
  }

  /** Accepts the newest socket and answers its hello. */
  async greet(changes: Partial<Welcome> = {}): Promise<FakeSocket> {
    this.socket.accept();
    this.socket.deliver(welcome(changes));
    await this.clock.advance(0);
    return this.socket;
  }

  /** Greets, gives a snapshot of these rooms and calls them live. */
  async goLive(rooms: readonly RoomView[] = [room('lobby')], seq = 1): Promise<FakeSocket> {
    const socket = await this.greet();
    socket.deliver({ t: 'snapshot', seq, rooms: [...rooms] }, { t: 'live', seq });
    for (const { id, seq } of rooms) socket.deliver({ t: 'live', room: id, seq });
    return socket;
  }

  /** Cuts the connection and greets the next one. */
  async comeBack(changes: Partial<Welcome> = {}): Promise<FakeSocket> {
    this.socket.cut();
    await this.awaitNextSocket();
    return this.greet(changes);
  }

  /** Lets time pass until the client opens another socket. */
  async awaitNextSocket(): Promise<FakeSocket> {
    const count = this.sockets.length;
    for (let ms = 0; ms < 60_000 && this.sockets.length === count; ms += 50) await this.clock.advance(50);
    assert.equal(this.sockets.length, count + 1, 'the client opens another socket');
    return this.socket;
  }

  noticesOf<K extends Notice['kind']>(kind: K): Extract<Notice, { kind: K }>[] {
    return this.notices.filter((notice): notice is Extract<Notice, { kind: K }> => notice.kind === kind);
  }

  #open(): FakeSocket {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }
}
