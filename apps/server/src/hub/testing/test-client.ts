import { Duplex } from 'node:stream';
import type { AccountEvent, AccountSnapshot } from '@skein/protocol/accounts';
import type { Down } from '@skein/protocol/down';
import { shown } from '@skein/protocol/message-changes';
import type { Message, RoomEvent } from '@skein/protocol/rooms';
import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { Outbound } from '../../sockets/outbound.ts';
import type { ReadStore } from '../../storage/store.ts';
import type { Hub } from '../hub.ts';
import type { HubClient } from '../hub-client.ts';

/** A socket that takes bytes at once, or none at all while it is `isSlow`. */
class TestSocket extends Duplex {
  readonly onBytes: (bytes: Buffer) => void;
  isSlow = false;
  #waiting: (() => void) | undefined;

  constructor(onBytes: (bytes: Buffer) => void) {
    super();
    this.onBytes = onBytes;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    const take = () => {
      this.onBytes(chunk);
      callback();
    };
    if (this.isSlow) this.#waiting = take;
    else take();
  }

  readsAgain(): void {
    this.isSlow = false;
    this.#waiting?.();
    this.#waiting = undefined;
  }
}

/**
 * A client that holds the server to the rules: it keeps its cursors by SPEC S1 to S5 and throws at the first event that is
 * not the next one of its stream.
 */
export class TestClient {
  readonly account: string;
  readonly session: string;
  readonly frames: Down[] = [];
  readonly cursors = new Map<string, number>();
  /** Of what was handed to the socket at once. */
  largestWriteBytes = 0;
  readonly events = new Map<string, RoomEvent[]>();
  accountCursor: number | undefined;
  historyId: string | undefined;
  onScreen: string | undefined;
  isCut = false;
  hubClient!: HubClient;
  readonly #socket = new TestSocket((bytes) => this.#takeBytes(bytes));
  #hub!: Hub;
  #rest: Buffer = Buffer.alloc(0);

  private constructor(account: string, session: string) {
    this.account = account;
    this.session = session;
  }

  static async connect(
    hub: Hub,
    reads: ReadStore,
    { account, session }: { account: string; session: string },
    before: TestClient | undefined,
  ): Promise<TestClient> {
    const client = new TestClient(account, session);
    await client.#connect(hub, reads, before);
    return client;
  }

  async #connect(hub: Hub, reads: ReadStore, before: TestClient | undefined): Promise<void> {
    const row = (await reads.accountById(this.account))!;
    const { id, kind, role, login, name } = row;
    const outbound = new Outbound(this.#socket, () => hub.catchUp(this.hubClient));
    const connection = { address: '', outbound, cut: () => this.cuts() };
    this.#hub = hub;
    this.hubClient = hub.register({ account: { id, kind, role, login, name }, session: this.session, connection });
    this.historyId = (await reads.server()).historyId;
    if (before) this.#takeOver(before);
    const cursors =
      before?.accountCursor === undefined
        ? {}
        : { historyId: before.historyId!, account: before.accountCursor, rooms: Object.fromEntries(this.cursors) };
    // The welcome is answered with the room on screen while the server still greets.
    if (before?.onScreen !== undefined) this.views(before.onScreen);
    await hub.greet(this.hubClient, { t: 'hello', v: PROTOCOL_VERSION, ...cursors });
  }

  views(room: string): void {
    this.onScreen = room;
    this.#hub.view(this.hubClient, room);
  }

  get isSlow(): boolean {
    return this.#socket.isSlow;
  }

  stopsReading(): void {
    this.#socket.isSlow = true;
  }

  readsAgain(): void {
    this.#socket.readsAgain();
  }

  cuts(): void {
    this.isCut = true;
    this.#hub.unregister(this.hubClient);
  }

  /** What the client shows of a room, after every change (E5). */
  shown(room: string): readonly RoomEvent[] {
    return shown(this.events.get(room) ?? []);
  }

  /** Bodies of the messages of a room, in the order received, after every change. */
  bodies(room: string): readonly string[] {
    const messages = this.shown(room).filter((event): event is Message => event.t === 'message');
    return messages.map(({ body }) => body);
  }

  received(type: Down['t']): readonly Down[] {
    return this.frames.filter(({ t }) => t === type);
  }

  #takeOver(before: TestClient): void {
    this.accountCursor = before.accountCursor;
    for (const [room, seq] of before.cursors) this.cursors.set(room, seq);
    for (const [room, events] of before.events) this.events.set(room, [...events]);
  }

  #takeBytes(bytes: Buffer): void {
    this.largestWriteBytes = Math.max(this.largestWriteBytes, bytes.length);
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const [start, length] = headerOf(this.#rest);
      if (this.#rest.length < start + length) return;
      const text = this.#rest.toString('utf8', start, start + length);
      this.#rest = this.#rest.subarray(start + length);
      this.#take(JSON.parse(text) as Down);
    }
  }

  #take(frame: Down): void {
    this.frames.push(frame);
    switch (frame.t) {
      case 'snapshot':
        return this.#takeSnapshot(frame);
      case 'entered':
      case 'exited':
      case 'read':
      case 'preferences':
      case 'account':
        return this.#takeAccountEvent(frame);
      case 'reset':
        this.cursors.set(frame.room.id, frame.room.seq);
        return void this.events.delete(frame.room.id);
      case 'message':
      case 'edited':
      case 'deleted':
      case 'created':
      case 'joined':
      case 'left':
      case 'profile':
      case 'role':
      case 'settings':
      case 'expired':
        return this.#takeRoomEvent(frame);
    }
  }

  #takeSnapshot({ seq, rooms }: AccountSnapshot): void {
    this.accountCursor = seq;
    const named = new Set(rooms.map(({ id }) => id));
    for (const room of this.cursors.keys()) if (!named.has(room)) this.cursors.delete(room);
    for (const room of rooms) if (!this.cursors.has(room.id)) this.cursors.set(room.id, room.seq);
  }

  #takeAccountEvent(event: AccountEvent): void {
    const expected = (this.accountCursor ?? 0) + 1;
    if (event.seq !== expected) throw new Error(`account event ${event.seq} came where ${expected} was next`);
    this.accountCursor = event.seq;
    if (event.t === 'entered' && (this.cursors.get(event.room.id) ?? -1) < event.room.seq) {
      this.cursors.set(event.room.id, event.room.seq);
    }
    if (event.t === 'exited') this.cursors.delete(event.room);
  }

  #takeRoomEvent(event: RoomEvent): void {
    const cursor = this.cursors.get(event.room);
    if (cursor === undefined) throw new Error(`an event of room ${event.room} came to who is not in it`);
    if (event.seq !== cursor + 1) throw new Error(`event ${event.seq} came where ${cursor + 1} was next`);
    this.cursors.set(event.room, event.seq);
    this.events.set(event.room, [...(this.events.get(event.room) ?? []), event]);
  }
}

/** Where the first frame's text begins and how long it is; larger than there is where the header is not there yet. */
function headerOf(bytes: Buffer): readonly [start: number, length: number] {
  const short = bytes[1] ?? 0;
  if (bytes.length < 2) return [2, 1];
  if (short < 126) return [2, short];
  if (short === 126) return bytes.length < 4 ? [4, 1] : [4, bytes.readUInt16BE(2)];
  return bytes.length < 10 ? [10, 1] : [10, Number(bytes.readBigUInt64BE(2))];
}
