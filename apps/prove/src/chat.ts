import { type ChatClient, connectChat } from '@skein/client/chat-client';
import type { SocketLike } from '@skein/client/transport';
import type { Notice } from '@skein/client/notices';
import { memoryBlobs } from '@skein/client/attachments';
import { memoryOutbox } from '@skein/client/memory-outbox';
import { Uploads } from '@skein/client/uploads';
import type { Refusal } from '@skein/protocol/errors';
import type { Ack } from '@skein/protocol/posting';
import type { Here } from '@skein/protocol/presence';
import type { Message, RoomEvent, RoomView } from '@skein/protocol/rooms';
import { granted, type Person } from './person.ts';
import type { Changed } from './changes.ts';
import type { Posted, RoomCopy, Witness } from './history.ts';
import { until } from './until.ts';

export const LOBBY = 'lobby';

type OpenCopy = RoomCopy & { readonly timesMs: number[] };

export interface ChatOptions {
  /** Tells it from the person's other clients. */
  readonly name?: string;
  /** Another way to the server. */
  readonly openSocket?: () => SocketLike;
  /** Gives the one object that stands for all that are the same as this: many clients see the same events. */
  readonly shared?: (event: RoomEvent) => RoomEvent;
  /** Milliseconds, for the story that is told of a lie. */
  readonly clock?: () => number;
}

/** One client of a person, which remembers everything it was told: the witness of the history checker. */
export class Chat implements Witness, Disposable {
  readonly person: Person;
  readonly name: string;
  readonly client: ChatClient;
  readonly posted: Posted[] = [];
  readonly changed: Changed[] = [];
  readonly pages: RoomEvent[] = [];
  readonly acks = new Map<string, Ack>();
  readonly copies: RoomCopy[] = [];
  /** Answers that were not for now, by client id, and errors of other frames. */
  readonly refused = new Map<string, Refusal>();
  readonly errors: unknown[] = [];
  /** Accounts in the room on screen, as the server has told. */
  readonly present = new Set<string>();
  /** How far each room was marked as read here. */
  readonly marked = new Map<string, number>();
  /** When each acknowledgement came, and each change of the connection. */
  readonly ackTimesMs = new Map<string, number>();
  readonly statuses: { readonly atMs: number; readonly state: string }[] = [];
  /** Times a connection was given up or lost. */
  reconnects = 0;
  resets = 0;
  readonly #uploads: Uploads;
  readonly #current = new Map<string, OpenCopy>();
  readonly #shared: (event: RoomEvent) => RoomEvent;
  readonly #clock: () => number;

  constructor(
    person: Person,
    { name = person.name, openSocket, shared = (event) => event, clock = () => performance.now() }: ChatOptions = {},
  ) {
    this.person = person;
    this.name = name;
    this.#shared = shared;
    this.#clock = clock;
    const onError = (error: unknown): void => void this.errors.push(error);
    const platform = { ...person.node.platform, ...(openSocket ? { openSocket } : {}) };
    this.#uploads = new Uploads({ rest: person.rest, platform, storage: memoryBlobs(), report: onError });
    this.client = connectChat({ platform, outbox: memoryOutbox(), uploads: this.#uploads, onError });
    this.client.listen((notice) => this.#hears(notice));
  }

  get account(): string {
    return this.person.account.id;
  }

  get rooms(): ChatClient['rooms'] {
    return this.client.rooms;
  }

  get isLive(): boolean {
    return this.client.status.state === 'live';
  }

  /** @param reply the seq of what it answers */
  says(body: string, room = LOBBY, reply?: number): string {
    const { id } = this.client.post(room, body, { reply });
    this.posted.push({ id, room, body, reply, atMs: this.#clock() });
    return id;
  }

  /** A message that has a file and no words. */
  sends(file: Blob, name: string, room: string): string {
    const { id } = this.client.post(room, '', { attachments: [this.#uploads.add(file, name)] });
    this.posted.push({ id, room, body: '', atMs: this.#clock() });
    return id;
  }

  edits({ room, seq }: Message, body: string): void {
    const { id } = this.client.edit(room, seq, body);
    this.changed.push({ id, t: 'edited', room, message: seq, body, atMs: this.#clock() });
  }

  deletes({ room, seq }: Message): void {
    const { id } = this.client.remove(room, seq);
    this.changed.push({ id, t: 'deleted', room, message: seq, atMs: this.#clock() });
  }

  reacts({ room, seq }: Message, emoji: string): void {
    const { id } = this.client.react(room, seq, emoji);
    this.changed.push({ id, t: 'reacted', room, message: seq, emoji, atMs: this.#clock() });
  }

  unreacts({ room, seq }: Message, emoji: string): void {
    const { id } = this.client.unreact(room, seq, emoji);
    this.changed.push({ id, t: 'unreacted', room, message: seq, emoji, atMs: this.#clock() });
  }

  /** Reads the newest pages of its rooms over REST. */
  async readsPages(perRoom: number): Promise<void> {
    for (const room of this.rooms.keys()) {
      for (let page = 0, before: number | undefined; page < perRoom; page++) {
        const options = before === undefined ? {} : { before };
        const { events, more } = granted(await this.person.rest.history(room, options));
        this.pages.push(...events);
        before = events[0]?.seq;
        if (!more || before === undefined) break;
      }
    }
  }

  reads(room: string, n: number): void {
    const known = this.rooms.get(room)?.n ?? 0;
    this.client.markRead(room, n);
    this.marked.set(room, Math.max(this.marked.get(room) ?? 0, Math.min(n, known)));
  }

  /** Messages and changes of messages. */
  get written(): number {
    return this.posted.length + this.changed.length;
  }

  /** How much of it has neither been acknowledged nor refused. */
  get unanswered(): number {
    return this.written - this.acks.size - this.refused.size;
  }

  /** Everything said was answered. */
  get isAnswered(): boolean {
    const isAnswered = ({ id }: { id: string }): boolean => this.acks.has(id) || this.refused.has(id);
    return this.client.outbox.every(isAnswered) && [...this.posted, ...this.changed].every(isAnswered);
  }

  /** What this client has seen of a room since it last came in. */
  events(room = LOBBY): readonly RoomEvent[] {
    return this.#current.get(room)?.events ?? [];
  }

  bodies(room = LOBBY): readonly string[] {
    return this.events(room).flatMap((event) => (event.t === 'message' ? [event.body] : []));
  }

  [Symbol.dispose](): void {
    this.client.close();
  }

  #hears(notice: Notice): void {
    switch (notice.kind) {
      case 'rooms':
        for (const room of this.rooms.values()) if (!this.#current.has(room.id)) this.#begins(room);
        return;
      case 'room':
        if (!this.#current.has(notice.room.id)) this.#begins(notice.room);
        return;
      case 'reset':
        this.resets++;
        return this.#begins(notice.room);
      case 'room-gone':
        return void this.#current.delete(notice.room);
      case 'event':
        return this.#sees(notice.event);
      case 'acked':
        this.ackTimesMs.set(notice.ack.id, this.#clock());
        return void this.acks.set(notice.ack.id, notice.ack);
      case 'refused':
        return void this.refused.set(notice.entry.id, notice.error);
      case 'error':
        return void this.errors.push(notice.error);
      case 'here':
        return this.#present(notice.here);
      case 'presence':
        for (const { id } of notice.presence.on) this.present.add(id);
        for (const id of notice.presence.off) this.present.delete(id);
        return;
      case 'status':
        this.statuses.push({ atMs: this.#clock(), state: notice.status.state });
        if (notice.status.state === 'waiting') this.reconnects++;
        return;
      case 'welcome':
      case 'account-event':
      case 'pending':
      case 'typing':
    }
  }

  #begins({ id: room, seq: after, read }: RoomView): void {
    const copy = { room, after, events: [], timesMs: [] };
    this.copies.push(copy);
    this.#current.set(room, copy);
    // Whoever comes into a room has nothing to read there yet.
    this.marked.set(room, Math.max(this.marked.get(room) ?? 0, read));
  }

  #sees(event: RoomEvent): void {
    const copy = this.#current.get(event.room);
    copy?.events.push(this.#shared(event));
    copy?.timesMs.push(this.#clock());
  }

  #present({ people }: Here): void {
    this.present.clear();
    for (const { id } of people) this.present.add(id);
  }
}

/** Opens a client for each and waits until nothing is missing anywhere. Disposed together. */
export async function connected(people: readonly Person[]): Promise<Company> {
  const chats = people.map((person) => new Chat(person));
  await until('every client to be live', () => chats.every(({ isLive }) => isLive));
  return Object.assign(chats, { [Symbol.dispose]: () => chats.forEach((chat) => chat[Symbol.dispose]()) });
}

export type Company = readonly Chat[] & Disposable;
