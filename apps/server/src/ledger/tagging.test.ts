import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMITS } from '@skein/protocol/limits';
import { LOBBY_ID } from '../storage/lobby.ts';
import type { Command, Tag } from './commands.ts';
import type { Committed } from './ledger.ts';
import { LedgerHouse } from './testing/ledger-house.ts';

test('T1: a reaction is an event with how many there are, done once under its id', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin] = [await house.registers('ada'), await house.registers('lin')];
  const first = tag(lin, 'one', { kind: 'reacted', emoji: '👍' });
  const [committed] = await house.commit(post(ada), first, first, tag(ada, 'two', { kind: 'reacted', emoji: '👍' }));
  assert.deepEqual(answers([committed!]), ['2', '3', '3', '4']);
  const [, reacted, again] = committed!.changes.roomEvents;
  const place = { room: LOBBY_ID, seq: 3, at: reacted!.at, by: lin, name: 'lin' };
  const expected = { t: 'reacted', ...place, id: 'one'.padEnd(16, '-'), message: 2, n: 1, emoji: '👍', count: 1 };
  assert.deepEqual(reacted, expected);
  assert.equal(again?.t === 'reacted' && again.count, 2);
  const other = tag(lin, 'one', { kind: 'reacted', emoji: '🎉' });
  assert.deepEqual(answers(await house.commit(other)), ['client_id_reused']);
});

test('T1: nothing is put on what is no message, or is deleted, by members only', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin] = [await house.registers('ada'), await house.registers('lin')];
  const room = await house.makesRoom(ada, 'garden');
  const emoji = { kind: 'reacted', emoji: '👍' } as const;
  await house.commit(post(ada), {
    kind: 'delete',
    account: ada,
    room: LOBBY_ID,
    message: 2,
    id: 'delete'.padEnd(16, '-'),
  });
  const asked = [tag(ada, 'a', emoji, 1), tag(ada, 'b', emoji, 2), { ...tag(lin, 'c', emoji, 1), room } as Command];
  assert.deepEqual(answers(await house.commit(...asked)), ['not_found', 'message_deleted', 'not_a_member']);
});

test('T4: in a public room its owner pins, and the operator in the Lobby; among few anybody does', async () => {
  await using house = await LedgerHouse.open();
  await house.does({ kind: 'keep-setup-token', tokenHash: 'setup' });
  const operator = await house.registers('operator', { tokenHash: 'setup' });
  const [ada, lin] = [await house.registers('ada'), await house.registers('lin')];
  const rooms = [await house.makesRoom(ada, 'garden'), await house.makesRoom(ada, 'den', 'private')];
  for (const room of rooms) await house.does({ kind: 'invite', by: ada, room, loginKey: 'lin' });
  const pin = (account: string, room: string, id: string, message: number) =>
    ({ ...tag(account, id, { kind: 'pinned' }, message), room }) as Command;
  const posts = [LOBBY_ID, ...rooms].map((room) => ({ ...post(ada, `in ${room}`), room }) as Command);
  await house.commit(...posts);
  const asked = [
    pin(ada, LOBBY_ID, 'a', 2),
    pin(operator, LOBBY_ID, 'b', 2),
    pin(lin, rooms[0]!, 'c', 3),
    pin(ada, rooms[0]!, 'd', 3),
    pin(lin, rooms[1]!, 'e', 3),
  ];
  assert.deepEqual(answers(await house.commit(...asked)), ['forbidden', '3', 'forbidden', '4', '4']);
});

test('T4: a message has so many reactions, so many of one account’s, and a room so many pins', async () => {
  await using house = await LedgerHouse.open();
  const people = [await house.registers('ada'), await house.registers('lin'), await house.registers('eve')];
  const [ada, lin, eve] = people as [string, string, string];
  const den = await house.makesRoom(ada, 'den', 'private');
  await house.commit(post(ada));
  const emoji = (index: number) => String.fromCodePoint(0x1f600 + index);
  const react = (who: string, index: number) => tag(who, `${who}-${index}`, { kind: 'reacted', emoji: emoji(index) });
  const each = LIMITS.reactionsPerAccount;
  for (let index = 0; index < each; index++) await house.commit(react(ada, index), react(lin, each + index));
  const more = [react(ada, 30), react(eve, 31), react(eve, 0), react(ada, 0)];
  const codes = answers(await house.commit(...more));
  assert.deepEqual(codes.map(Number).map(Number.isNaN), [true, true, false, false]);
  assert.deepEqual(codes.slice(0, 2), ['too_many_reactions', 'too_many_reactions']);

  const posts = Array.from({ length: LIMITS.pinsPerRoom + 1 }, (_, index) => ({
    ...post(ada, `p${index}`),
    room: den,
  }));
  await house.commit(...(posts as Command[]));
  const pins = posts.map((_, index) => ({ ...tag(ada, `pin-${index}`, { kind: 'pinned' }, 2 + index), room: den }));
  assert.equal(answers(await house.commit(...(pins as Command[]))).at(-1), 'too_many_pins');
});

function post(account: string, body = 'one'): Command {
  return { kind: 'post', account, room: LOBBY_ID, id: body.replaceAll(' ', '-').padEnd(16, '-'), body };
}

function tag(account: string, id: string, what: Tag, message = 2): Command {
  return { kind: 'tag', account, room: LOBBY_ID, message, id: id.padEnd(16, '-'), tag: what };
}

/** The seq of each answer, or the code of the refusal. */
function answers(committed: readonly Committed<number>[]): readonly string[] {
  return committed
    .flatMap(({ replies }) => replies)
    .map(({ answer }) => (answer.ok ? String((answer.value as { seq: number }).seq) : answer.error.code));
}
