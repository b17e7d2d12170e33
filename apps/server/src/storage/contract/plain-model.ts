import type { RoomEvent, RoomRole } from '@skein/protocol/rooms';
import { LOBBY_ID } from '../lobby.ts';
import type { MessagePlace } from '../store.ts';

interface PlainRoom {
  readonly id: string;
  readonly events: RoomEvent[];
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
}

export function plainBeginning(created: RoomEvent): PlainState {
  const lobby = { id: LOBBY_ID, events: [created], members: new Map(), n: 0, at: created.at };
  return { accounts: new Map(), rooms: new Map([[LOBBY_ID, lobby]]), posts: new Map() };
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
    const isSame = first.room === room && first.body === body;
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
