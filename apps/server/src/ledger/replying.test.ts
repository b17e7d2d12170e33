import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoomEvent } from '@skein/protocol/rooms';
import { LOBBY_ID } from '../storage/lobby.ts';
import type { Command } from './commands.ts';
import type { Committed } from './ledger.ts';
import { LedgerHouse } from './testing/ledger-house.ts';

test('Q1: a reply is a message that says what it answers, and its number in the group', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin] = [await house.registers('ada'), await house.registers('lin')];
  const committed = await house.commit(post(ada, 'one'), reply(lin, 'two', 2), reply(ada, 'three', 3));
  const [, two, three] = events(committed);
  const quote = { seq: 2, n: 1, by: ada, name: 'ada', excerpt: 'one', root: 2, r: 1 };
  assert.deepEqual(two?.t === 'message' && two.reply, quote);
  const next = { seq: 3, n: 2, by: lin, name: 'lin', excerpt: 'two', root: 2, r: 2 };
  assert.deepEqual(three?.t === 'message' && three.reply, next);
});

test('Q1: what is not a message, is deleted or in another room is not answered', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  await house.makesRoom(ada, 'garden');
  await house.commit(post(ada, 'one'), deletion(ada, 2));
  const asked = [reply(ada, 'a', 1), reply(ada, 'b', 3), reply(ada, 'c', 99), reply(ada, 'd', 2)];
  assert.deepEqual(codes(await house.commit(...asked)), ['not_found', 'not_found', 'not_found', 'message_deleted']);
});

test('P2: a reply that comes again gets its first answer, also once what it answers is deleted', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  await house.commit(post(ada, 'one'), reply(ada, 'two', 2), deletion(ada, 2));
  const before = house.content();
  const committed = await house.commit(reply(ada, 'two', 2), post(ada, 'two'), reply(ada, 'two', 3));
  assert.deepEqual(codes(committed), ['3', 'client_id_reused', 'client_id_reused']);
  assert.deepEqual(house.content(), before);
});

test('Q4: who follows a group reads on in it, on the account’s stream', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin, eve] = [await house.registers('ada'), await house.registers('lin'), await house.registers('eve')];
  await house.commit(post(ada, 'one'), reply(lin, 'two', 2), reply(lin, 'three', 2));
  const [committed] = await house.commit(read(ada, 1), read(ada, 1), read(lin, 1), read(eve, 2), read(ada, 3));
  const event = { t: 'replies-read', seq: 3, room: LOBBY_ID, message: 2, n: 1 };
  assert.deepEqual(committed!.changes.accountEvents, [{ account: ada, event }]);
});

function post(account: string, body: string): Command {
  return { kind: 'post', account, room: LOBBY_ID, id: body.padEnd(16, '-'), body };
}

function reply(account: string, body: string, message: number): Command {
  return { kind: 'post', account, room: LOBBY_ID, id: body.padEnd(16, '-'), body, reply: message };
}

function deletion(account: string, message: number): Command {
  return { kind: 'delete', account, room: LOBBY_ID, message, id: `delete-${message}`.padEnd(16, '-') };
}

function read(account: string, n: number): Command {
  return { kind: 'read-replies', account, room: LOBBY_ID, message: 2, n };
}

function events(committed: readonly Committed<number>[]): readonly RoomEvent[] {
  return committed.flatMap(({ changes }) => changes.roomEvents);
}

/** The code of each refusal, or the seq. */
function codes(committed: readonly Committed<number>[]): readonly string[] {
  return committed
    .flatMap(({ replies }) => replies)
    .map(({ answer }) => (answer.ok ? String((answer.value as { seq: number }).seq) : answer.error.code));
}
