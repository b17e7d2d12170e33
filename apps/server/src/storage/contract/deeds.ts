import assert from 'node:assert/strict';
import type { RoomEvent, RoomKind } from '@skein/protocol/rooms';
import { directKey } from '../../rooms/direct.ts';
import type { MessageChange, MessagePlace, ReadStore, Transaction } from '../store.ts';

// What people do, as the ledger carries it out. An account's id and names are one word.

type NewAccount = Parameters<Transaction['createAccount']>[0];

export function accountNamed(name: string, changes: Partial<NewAccount> = {}): NewAccount {
  const names = { login: name, loginKey: name.toLowerCase(), skeleton: `~${name.toLowerCase()}`, name };
  return {
    id: name,
    kind: 'person',
    role: 'member',
    ...names,
    passwordHash: `hash of ${name}`,
    createdAt: 1_000,
    ...changes,
  };
}

export async function register(transaction: Transaction, ...names: readonly string[]): Promise<void> {
  for (const name of names) assert.equal(await transaction.createAccount(accountNamed(name)), 'created');
}

export async function makeRoom(
  transaction: Transaction,
  id: string,
  owner: string,
  kind: RoomKind = 'public',
): Promise<void> {
  const room = { id, kind, lobby: false, name: id, nameKey: id.toLowerCase(), createdAt: 2_000 };
  assert.equal(await transaction.createRoom(room), 'created');
  await transaction.appendRoomEvent({ room: id, kind: 'created', by: owner, actor: undefined, now: 2_000 });
  await transaction.addMember({ room: id, account: owner, role: 'owner', at: 2_000 });
  await transaction.appendAccountEvent({ account: owner, kind: 'entered', room: id });
}

/** The direct room of these, opened by the first. */
export async function makeDirect(transaction: Transaction, id: string, ...members: readonly string[]): Promise<void> {
  const room = { id, kind: 'direct', lobby: false, name: '', nameKey: directKey(members), createdAt: 2_000 } as const;
  assert.equal(await transaction.createRoom(room), 'created');
  await transaction.appendRoomEvent({ room: id, kind: 'created', by: members[0]!, actor: undefined, now: 2_000 });
  for (const account of members) {
    await transaction.addMember({ room: id, account, role: account === members[0] ? 'owner' : 'member', at: 2_000 });
    await transaction.appendAccountEvent({ account, kind: 'entered', room: id });
  }
}

export async function join(transaction: Transaction, room: string, account: string, inviter?: string): Promise<void> {
  const { seq } = await transaction.appendRoomEvent({ room, kind: 'joined', by: account, actor: inviter, now: 3_000 });
  await transaction.addMember({ room, account, role: 'member', at: 3_000 });
  const invitation = inviter === undefined ? {} : { message: seq };
  await transaction.appendAccountEvent({ account, kind: 'entered', room, ...invitation });
}

export async function leave(transaction: Transaction, room: string, account: string, remover?: string): Promise<void> {
  await transaction.appendRoomEvent({ room, kind: 'left', by: account, actor: remover, now: 4_000 });
  await transaction.removeMember(room, account);
  await transaction.appendAccountEvent({ account, kind: 'exited', room });
}

/** Posts under the body as client id, unless another is given. */
export function post(
  transaction: Transaction,
  room: string,
  author: string,
  body: string,
  { id = body, now = 5_000, files = [] }: { id?: string; now?: number; files?: readonly string[] } = {},
) {
  return transaction.appendMessage({ room, author, id, body, files, fromServer: false, now });
}

export async function posted(
  transaction: Transaction,
  room: string,
  author: string,
  body: string,
): Promise<MessagePlace> {
  const stored = await post(transaction, room, author, body);
  assert.equal(stored.kind, 'stored');
  return (stored as { place: MessagePlace }).place;
}

/** Edits a message of Ada's in the room tea, under the body as id unless another is given. */
export function edit(body: string, message: number, rest: Partial<MessageChange> = {}): MessageChange {
  return { kind: 'edited', room: 'tea', message, by: 'ada', id: body, body, ...rest };
}

export function deletion(message: number, rest: Partial<MessageChange> = {}): MessageChange {
  return { kind: 'deleted', room: 'tea', message, by: 'ada', id: `delete ${message}`, ...rest } as MessageChange;
}

export function change(transaction: Transaction, asked: MessageChange, now = 6_000): Promise<MessagePlace> {
  return transaction.appendChange({ ...asked, now });
}

export async function readTo(transaction: Transaction, account: string, room: string, n: number): Promise<boolean> {
  const moved = await transaction.moveRead(account, room, n);
  if (moved) await transaction.appendAccountEvent({ account, kind: 'read', room, n });
  return moved;
}

/** Every event of a room in pages, as a hub worker reads them; fails where one is missing or there twice. */
export async function wholeRoom(reads: ReadStore, room: string, limit = 200): Promise<RoomEvent[]> {
  const events: RoomEvent[] = [];
  for (;;) {
    const page = await reads.pageForWorker({ room, after: events.length, limit });
    events.push(...page.events);
    assertGapFree(events);
    if (events.length >= page.seq) return events;
    assert.notEqual(page.events.length, 0, 'a page before the last event is not empty');
  }
}

export function assertGapFree(events: readonly { readonly seq: number }[], first = 1): void {
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, index) => first + index),
  );
}

/** An event in a few words: `message 3 by ada: hi`. */
export function told(event: RoomEvent): string {
  const what = `${event.t} ${event.seq} by ${event.name}`;
  return event.t === 'message' ? `${what}: ${event.body}` : what;
}
