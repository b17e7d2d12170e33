import type { Message, RoomEvent, RoomRole } from '@skein/protocol/rooms';
import { LOBBY_ID } from '../lobby.ts';
import type { MessageChange, MessageFacts, MessagePlace } from '../store.ts';

interface PlainRoom {
  readonly id: string;
  events: RoomEvent[];
  /** In the Lobby these are the read marks alone. */
  readonly members: Map<string, { role: RoomRole; read: number }>;
  n: number;
  at: number;
}

interface PlainPost {
  readonly room: string;
  readonly body: string;
  readonly place: MessagePlace;
}

/** What a store has to remember, as plainly as it can be said: nothing is cached, indexed or counted ahead. */
export interface PlainState {
  readonly accounts: Map<string, { kind: 'entered' | 'exited' | 'read'; room: string; n?: number }[]>;
  readonly rooms: Map<string, PlainRoom>;
  readonly posts: Map<string, PlainPost>;
  readonly changes: Map<string, { readonly change: MessageChange; readonly place: MessagePlace }>;
}

export function plainBeginning(created: RoomEvent): PlainState {
  const lobby = { id: LOBBY_ID, events: [created], members: new Map(), n: 0, at: created.at };
  return { accounts: new Map(), rooms: new Map([[LOBBY_ID, lobby]]), posts: new Map(), changes: new Map() };
}

export function plainRegister({ accounts, rooms }: PlainState, account: string): void {
  const lobby = rooms.get(LOBBY_ID)!;
  lobby.members.set(account, { role: 'member', read: lobby.n });
  accounts.set(account, []);
}

export function plainMakeRoom(state: PlainState, id: string, owner: string): void {
  state.rooms.set(id, { id, events: [], members: new Map(), n: 0, at: 2_000 });
  appendEvent(state, id, 'created', owner, 2_000);
  enter(state, id, owner, 'owner');
}

export function plainJoin(state: PlainState, room: string, account: string): void {
  appendEvent(state, room, 'joined', account, 3_000);
  enter(state, room, account, 'member');
}

export function plainLeave(state: PlainState, room: string, account: string): void {
  appendEvent(state, room, 'left', account, 4_000);
  state.rooms.get(room)!.members.delete(account);
  state.accounts.get(account)!.push({ kind: 'exited', room });
}

export function plainPost(state: PlainState, room: string, author: string, body: string, id: string, now: number) {
  const first = state.posts.get(`${author} ${id}`);
  if (first) {
    const { deleted } = messageAt(state, first.room, first.place.seq);
    const isSame = first.room === room && (first.body === body || deleted !== undefined);
    return isSame ? ({ kind: 'repeated', place: first.place } as const) : ({ kind: 'reused' } as const);
  }
  const target = state.rooms.get(room)!;
  target.at = Math.max(now, target.at);
  target.n += 1;
  const place = { seq: target.events.length + 1, n: target.n, at: target.at };
  target.events.push({ t: 'message', room, ...place, by: author, name: author, id, body });
  target.members.get(author)!.read = target.n;
  state.posts.set(`${author} ${id}`, { room, body, place });
  return { kind: 'stored', place } as const;
}

export function plainFacts(state: PlainState, room: string, seq: number): MessageFacts {
  const { by: author, n, deleted } = messageAt(state, room, seq);
  const edits = state.rooms.get(room)!.events.filter((event) => event.t === 'edited' && event.message === seq).length;
  return { author, edits, deletion: deleted && { seq: deleted.seq, n, at: deleted.at } };
}

export function plainEarlierChange(state: PlainState, change: MessageChange) {
  const first = state.changes.get(`${change.by} ${change.id}`);
  if (!first) return { kind: 'none' } as const;
  const { room, message, kind } = first.change;
  const isOfSame = room === change.room && message === change.message && kind === change.kind;
  const isGone = isOfSame && messageAt(state, room, message).deleted !== undefined;
  const isSame = isOfSame && (isGone || bodyOf(first.change) === bodyOf(change));
  return isSame ? ({ kind: 'repeated', place: first.place } as const) : ({ kind: 'reused' } as const);
}

/** Rewrites what there is: everything is read as it is now (SPEC E4). */
export function plainChange(state: PlainState, change: MessageChange, now: number): MessagePlace {
  const room = state.rooms.get(change.room)!;
  const message = messageAt(state, change.room, change.message);
  room.at = Math.max(now, room.at);
  const place = { seq: room.events.length + 1, n: message.n, at: room.at };
  const { id, by } = change;
  const event = { room: room.id, ...place, message: message.seq, by, name: by, id };
  room.events.push(change.kind === 'edited' ? { t: 'edited', ...event, body: '' } : { t: 'deleted', ...event });
  room.events = room.events.map((event) => rewritten(event, change, place));
  state.changes.set(`${by} ${id}`, { change, place });
  return place;
}

function rewritten(event: RoomEvent, change: MessageChange, { seq, at }: MessagePlace): RoomEvent {
  const body = bodyOf(change);
  if (event.t === 'edited' && event.message === change.message) return { ...event, body };
  if (event.t !== 'message' || event.seq !== change.message) return event;
  const { edited: _, ...rest } = event;
  if (change.kind === 'edited') return { ...rest, body, edited: { seq, at } };
  return { ...rest, body, deleted: { seq, at, by: change.by, name: change.by } };
}

function bodyOf(change: MessageChange): string {
  return change.kind === 'edited' ? change.body : '';
}

function messageAt({ rooms }: PlainState, room: string, seq: number): Message {
  const event = rooms.get(room)!.events[seq - 1];
  if (event?.t !== 'message') throw new Error(`there is no message ${seq} in ${room}`);
  return event;
}

export function plainRead(state: PlainState, account: string, room: string, n: number): boolean {
  const { members, n: last } = state.rooms.get(room)!;
  const member = members.get(account);
  if (!member || n <= member.read || n > last) return false;
  member.read = n;
  state.accounts.get(account)!.push({ kind: 'read', room, n });
  return true;
}

function appendEvent(
  { rooms }: PlainState,
  id: string,
  t: 'created' | 'joined' | 'left',
  by: string,
  now: number,
): void {
  const room = rooms.get(id)!;
  room.at = Math.max(now, room.at);
  room.events.push({ t, room: id, seq: room.events.length + 1, at: room.at, by, name: by });
}

function enter({ rooms, accounts }: PlainState, id: string, account: string, role: RoomRole): void {
  const room = rooms.get(id)!;
  room.members.set(account, { role, read: room.n });
  accounts.get(account)!.push({ kind: 'entered', room: id });
}
