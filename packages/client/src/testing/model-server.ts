import assert from 'node:assert/strict';
import type { AccountEvent } from '@skein/protocol/accounts';
import type { Hello } from '@skein/protocol/connection';
import type { Down } from '@skein/protocol/down';
import type { ErrorCode } from '@skein/protocol/errors';
import { LIMITS } from '@skein/protocol/limits';
import { changed } from '@skein/protocol/message-changes';
import type { Ack, Delete, Edit, Post, Tagging, Written } from '@skein/protocol/posting';
import type { Deleted, Edited, Message, RoomEvent, RoomView } from '@skein/protocol/rooms';
import type { Up } from '@skein/protocol/up';
import { ADA, welcome } from './fake-world.ts';

/** So few that a test passes them. The real one is LIMITS.resumeEvents. */
const RESUME_EVENTS = 25;

type Placeless<T> = T extends unknown ? Omit<T, 'room' | 'seq' | 'at'> : never;

interface ModelRoom {
  readonly id: string;
  events: RoomEvent[];
  n: number;
  read: number;
  members: number;
  hasAda: boolean;
}

/** Where the server's frames for one connection go. */
export interface ModelConnection {
  send(frame: Down): void;
}

/**
 * What a server is to one account, in the plainest way that keeps SPEC.md: it stores everything in arrays and sends at
 * once. The test around it delays, cuts and loses.
 */
export class ModelServer {
  readonly rooms = new Map<string, ModelRoom>();
  /** For each change of Ada's the client id of the message that it changed. */
  readonly targets = new Map<string, string>();
  #historyNumber = 1;
  #accountEvents: AccountEvent[] = [];
  readonly #ids = new Map<string, string>();
  #connection: ModelConnection | undefined;
  /** Rooms for which the connection is behind, and how far it has them. */
  readonly #behind = new Map<string, number>();
  /** What was refused for now, in its order: only the first is let through (P4). */
  readonly #held = new Set<string>();
  #refusesNext = 0;

  constructor(rooms: readonly string[]) {
    for (const id of rooms) {
      this.rooms.set(id, { id, events: [], n: 0, read: 0, members: 1, hasAda: id === 'lobby' });
      this.#append(id, { t: 'created', by: 'kim', name: 'Kim' });
    }
  }

  connect(connection: ModelConnection): void {
    this.#connection = connection;
    this.#behind.clear();
    this.#held.clear();
  }

  disconnect(): void {
    this.#connection = undefined;
  }

  receive(frame: Up): void {
    if (frame.t === 'hello') this.#greet(frame);
    if ('id' in frame) this.#write(frame);
    if (frame.t === 'read') this.#read(frame.room, frame.n);
    if (frame.t === 'ping') this.#connection?.send({ t: 'pong' });
  }

  view(id: string): RoomView {
    const { events, n, read, members } = this.#room(id);
    const fixed = {
      id,
      kind: 'public',
      name: id,
      lobby: id === 'lobby',
      role: 'member',
      floor: 0,
      retentionDays: null,
    } as const;
    return { ...fixed, seq: events.length, n, read, members };
  }

  message(room: string, by: string, id: string, body: string): void {
    const { n } = this.#room(room);
    this.#append(room, { t: 'message', n: n + 1, by, name: by, id, body });
  }

  /** Somebody changes a message that is not Ada's. */
  change(id: string, pick: (below: number) => number): void {
    const others = this.#room(id)
      .events.filter(isMessage)
      .filter(({ by, deleted }) => by !== ADA.id && !deleted);
    const message = others[pick(Math.max(1, others.length))];
    if (!message) return;
    const who = { by: message.by, name: message.name, id: `change-${pick(1e9)}`.padEnd(16, '-') };
    const target = { message: message.seq, n: message.n };
    if (pick(3) === 0) this.#append(id, { t: 'deleted', ...who, ...target });
    else this.#append(id, { t: 'edited', ...who, ...target, body: `better ${pick(100)}` });
  }

  visit(room: string): void {
    this.#append(room, { t: 'joined', by: 'sam', name: 'Sam' });
    this.#append(room, { t: 'left', by: 'sam', name: 'Sam' });
  }

  /** Takes the account out of a room, or puts it in. */
  toggleMembership(id: string): void {
    const room = this.#room(id);
    if (room.hasAda) {
      this.#append(id, { t: 'left', by: ADA.id, name: ADA.name });
      room.hasAda = false;
      this.#appendAccount({ t: 'exited', seq: 0, room: id });
    } else {
      this.#append(id, { t: 'joined', by: ADA.id, name: ADA.name });
      room.hasAda = true;
      this.#appendAccount({ t: 'entered', seq: 0, room: this.view(id) });
    }
  }

  refuseNextPost(): void {
    this.#refusesNext++;
  }

  fallBehind(room: string): void {
    if (!this.#behind.has(room)) this.#behind.set(room, this.#room(room).events.length);
  }

  /** Sends what the connection is behind with, or a reset where that is too much. */
  catchUp(): void {
    for (const [room, cursor] of this.#behind) {
      this.#behind.delete(room);
      if (this.#room(room).hasAda) this.#sendMissing(room, cursor);
    }
  }

  /** A backup was restored: another history, in which everything has another place. */
  restore(): void {
    this.#historyNumber++;
    this.#accountEvents = [];
    for (const room of this.rooms.values()) {
      const created = room.events[0];
      assert.ok(created);
      const [visit, ...rest] = [{ ...created, t: 'joined' }, ...room.events.slice(1)] as RoomEvent[];
      room.events = [created, visit!, ...rest.map(movedOn)].map((event, index) => ({ ...event, seq: index + 1 }));
      room.members += 1;
    }
  }

  #room(id: string): ModelRoom {
    const room = this.rooms.get(id);
    assert.ok(room);
    return room;
  }

  #append(id: string, body: Placeless<RoomEvent>): void {
    const room = this.#room(id);
    const event: RoomEvent = { ...body, room: id, seq: room.events.length + 1, at: 0 };
    room.events.push(event);
    if (event.t === 'edited' || event.t === 'deleted') room.events = asNow(room.events, event);
    if (event.t === 'message') room.n = event.n;
    if (event.t === 'message' && event.by === ADA.id) room.read = event.n;
    if (event.t === 'joined') room.members++;
    if (event.t === 'left') room.members--;
    if (room.hasAda && !this.#behind.has(id)) this.#connection?.send(event);
  }

  #appendAccount(event: AccountEvent): void {
    this.#accountEvents.push({ ...event, seq: this.#accountEvents.length + 1 });
    this.#sendAccount(this.#accountEvents.length - 1);
  }

  #sendAccount(after: number): void {
    for (const event of this.#accountEvents.slice(after)) {
      const isEntered = event.t === 'entered';
      this.#connection?.send(isEntered ? { ...event, room: this.view(event.room.id) } : event);
    }
  }

  #greet({ historyId: theirs, account, rooms = {} }: Hello): void {
    const historyId = `history-${this.#historyNumber}`;
    this.#connection?.send(welcome({ historyId }));
    const isSame = theirs === historyId;
    const seq = this.#accountEvents.length;
    if (isSame && account !== undefined && account <= seq && seq - account <= RESUME_EVENTS) this.#sendAccount(account);
    else this.#connection?.send({ t: 'snapshot', seq, rooms: this.#memberRooms().map(({ id }) => this.view(id)) });
    this.#connection?.send({ t: 'live', seq });
    for (const { id, events } of this.#memberRooms()) {
      this.#sendMissing(id, (isSame ? rooms[id] : undefined) ?? events.length);
    }
  }

  #memberRooms(): ModelRoom[] {
    return [...this.rooms.values()].filter(({ hasAda }) => hasAda);
  }

  #sendMissing(id: string, cursor: number): void {
    const { events } = this.#room(id);
    const isUsable = cursor <= events.length && events.length - cursor <= RESUME_EVENTS;
    if (!isUsable) this.#connection?.send({ t: 'reset', room: this.view(id) });
    else for (const event of events.slice(cursor)) this.#connection?.send(event);
    this.#connection?.send({ t: 'live', room: id, seq: events.length });
  }

  #write(written: Written): void {
    const { id, room } = written;
    if (this.#ids.has(id)) return this.#connection?.send(this.#ack(id));
    const [first = id] = this.#held;
    if (first !== id || this.#refusesNext > 0) return this.#refuseForNow(id);
    this.#held.delete(id);
    if (!this.#room(room).hasAda) return this.#refuse(id, 'not_a_member');
    if (written.t === 'post') this.#post(written);
    else if (written.t === 'edit' || written.t === 'delete') this.#change(written);
    else this.#tag(written);
  }

  #post({ id, room, body }: Post): void {
    assert.ok(body.length <= LIMITS.bodyBytes);
    this.#ids.set(id, room);
    // Either may come first (P5).
    const isAckFirst = body.length % 2 === 0;
    const place = this.#room(room);
    if (isAckFirst) {
      const next = { seq: place.events.length + 1, n: place.n + 1 };
      this.#connection?.send({ t: 'ack', id, room, at: 0, ...next });
    }
    this.message(room, ADA.id, id, body);
    // An ack may be lost without the connection: the event answers, too (P5).
    if (!isAckFirst && body.length % 3 !== 0) this.#connection?.send(this.#ack(id));
  }

  #change(asked: Edit | Delete): void {
    const { id, room } = asked;
    const message = this.#room(room).events[asked.message - 1];
    if (!message || !isMessage(message)) return this.#refuse(id, 'not_found');
    if (message.by !== ADA.id) return this.#refuse(id, 'forbidden');
    const { n, deleted } = message;
    if (deleted && asked.t === 'edit') return this.#refuse(id, 'message_deleted');
    if (deleted) return this.#connection?.send({ t: 'ack', id, room, seq: deleted.seq, n, at: deleted.at });
    this.#ids.set(id, room);
    this.targets.set(id, message.id);
    const event = { by: ADA.id, name: ADA.name, id, message: message.seq, n };
    if (asked.t === 'edit') this.#append(room, { t: 'edited', ...event, body: asked.body });
    else this.#append(room, { t: 'deleted', ...event });
    // Now and then the event alone answers (P5).
    if (n % 3 !== 0) this.#connection?.send(this.#ack(id));
  }

  #tag({ t, id, room, ...asked }: Tagging): void {
    const message = this.#room(room).events[asked.message - 1];
    if (!message || !isMessage(message)) return this.#refuse(id, 'not_found');
    if (message.deleted) return this.#refuse(id, 'message_deleted');
    this.#ids.set(id, room);
    this.targets.set(id, message.id);
    const event = { by: ADA.id, name: ADA.name, id, message: message.seq, n: message.n };
    const { emoji = '' } = asked as { emoji?: string };
    // Nobody else reacts here.
    if (t === 'react') this.#append(room, { t: 'reacted', ...event, emoji, count: 1 });
    else if (t === 'unreact') this.#append(room, { t: 'unreacted', ...event, emoji, count: 0 });
    else this.#append(room, { t: t === 'pin' ? 'pinned' : 'unpinned', ...event });
    if (message.n % 3 !== 0) this.#connection?.send(this.#ack(id));
  }

  #refuse(id: string, code: ErrorCode): void {
    this.#connection?.send({ t: 'refused', id, error: { code } });
  }

  #refuseForNow(id: string): void {
    this.#refusesNext = Math.max(0, this.#refusesNext - 1);
    this.#held.add(id);
    this.#connection?.send({ t: 'refused', id, error: { code: 'too_many_requests', retryAfterMs: 300 } });
  }

  #ack(id: string): Ack {
    const room = this.#ids.get(id);
    assert.ok(room);
    const stored = this.#room(room).events.find((event) => 'id' in event && event.id === id && event.by === ADA.id);
    assert.ok(stored && 'n' in stored);
    return { t: 'ack', id, room, seq: stored.seq, n: stored.n, at: stored.at };
  }

  #read(id: string, n: number): void {
    const room = this.#room(id);
    const read = Math.min(n, room.n);
    if (!room.hasAda || read <= room.read) return;
    room.read = read;
    this.#appendAccount({ t: 'read', seq: 0, room: id, n: read });
  }
}

function isMessage(event: RoomEvent): event is Message {
  return event.t === 'message';
}

/** What is stored is read as it is now (E4). */
function asNow(events: readonly RoomEvent[], change: Edited | Deleted): RoomEvent[] {
  const body = change.t === 'edited' ? change.body : '';
  return events.map((event) => {
    if (isMessage(event) && event.seq === change.message) return changed(event, change);
    if (event.t === 'edited' && event.message === change.message) return { ...event, body };
    const isGone = change.t === 'deleted' && 'emoji' in event && event.message === change.message;
    return isGone ? { ...event, emoji: '' } : event;
  });
}

/** In the other history everything after the first event is one place further on. */
function movedOn(event: RoomEvent): RoomEvent {
  if ('message' in event) return { ...event, message: event.message + 1 };
  if (!isMessage(event)) return event;
  const edited = event.edited && { edited: { ...event.edited, seq: event.edited.seq + 1 } };
  const deleted = event.deleted && { deleted: { ...event.deleted, seq: event.deleted.seq + 1 } };
  return { ...event, ...edited, ...deleted };
}
