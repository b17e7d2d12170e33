import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMITS } from '@skein/protocol/limits';
import { LedgerHouse } from './testing/ledger-house.ts';

const codeOf = (answer: { ok: boolean; error?: { code: string } }): string | undefined => answer.error?.code;

test('D1: two who open a direct room with each other at the same time get the same one', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin] = [await house.registers('ada'), await house.registers('lin')];
  const [committed] = await house.commit(
    { kind: 'open-direct', by: ada, people: [lin] },
    { kind: 'open-direct', by: lin, people: [ada, lin] },
  );
  const [first, second] = committed!.replies.map(({ answer }) => answer.ok && (answer.value as { isNew: boolean }));
  assert.ok(first && second);
  assert.partialDeepStrictEqual(first, { isNew: true, room: { kind: 'direct', name: 'lin', role: 'owner' } });
  const { id } = (first as unknown as { room: { id: string } }).room;
  assert.partialDeepStrictEqual(second, { isNew: false, room: { id, name: 'ada', role: 'member' } });
  const { roomEvents, accountEvents } = committed!.changes;
  assert.deepEqual(
    roomEvents.map(({ t, room }) => [t, room]),
    [['created', id]],
  );
  assert.deepEqual(
    accountEvents.map(({ account, event }) => [account, event.t]),
    [
      [ada, 'entered'],
      [lin, 'entered'],
    ],
  );
});

test('D1: other people are another room, whatever names rooms have', async () => {
  await using house = await LedgerHouse.open();
  const ids = [await house.registers('ada'), await house.registers('lin'), await house.registers('max')];
  const [ada, lin, max] = ids as [string, string, string];
  await house.makesRoom(ada, [ada, lin].sort().join(' '));
  const two = await house.does({ kind: 'open-direct', by: ada, people: [lin] });
  const three = await house.does({ kind: 'open-direct', by: ada, people: [max, lin, lin] });
  assert.ok(two.ok && three.ok);
  assert.notEqual(two.value.room.id, three.value.room.id);
  assert.deepEqual([two.value.room.members, three.value.room.members], [2, 3]);
});

test('D2: nobody else sees a direct room, joins it, is brought in or removed, and nobody leaves it', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin, max] = [await house.registers('ada'), await house.registers('lin'), await house.registers('max')];
  const opened = await house.does({ kind: 'open-direct', by: ada, people: [lin] });
  assert.ok(opened.ok);
  const room = opened.value.room.id;
  assert.equal(codeOf(await house.does({ kind: 'join', account: max, room })), 'not_found');
  assert.equal(codeOf(await house.does({ kind: 'invite', by: ada, room, loginKey: 'max' })), 'forbidden');
  assert.equal(codeOf(await house.does({ kind: 'invite', by: max, room, loginKey: 'max' })), 'not_found');
  assert.equal(codeOf(await house.does({ kind: 'remove', by: ada, room, account: lin })), 'forbidden');
  assert.equal(codeOf(await house.does({ kind: 'leave', account: lin, room })), 'cannot_leave');
  const intruding = await house.does({ kind: 'post', account: max, room, id: 'a'.repeat(16), body: 'hi' });
  assert.equal(codeOf(intruding), 'not_a_member');
});

test('D3: what strangers open takes no place of one’s own rooms, and there is an end to it', async () => {
  await using house = await LedgerHouse.open();
  const [ada, max, stranger] = [
    await house.registers('ada'),
    await house.registers('max'),
    await house.registers('stranger'),
  ];
  const more: string[] = [];
  for (let index = 0; index < 12; index++) more.push(await house.registers(`p${index}`));
  const open = (by: string, ...people: readonly string[]) => house.does({ kind: 'open-direct', by, people });
  // Each time with others of the twelve: who is in a room makes it another one.
  const groups = Array.from({ length: 1 << more.length }, (_, bits) => more.filter((__, index) => bits & (1 << index)));
  const small = groups.filter(({ length }) => length < LIMITS.directPeople - 1).slice(0, LIMITS.directRoomsOfOthers);
  const asked = small.map((people) => ({ kind: 'open-direct', by: stranger, people: [ada, ...people] }) as const);
  const [committed] = await house.commit(...asked);
  assert.ok(committed!.replies.every(({ answer }) => answer.ok));
  const one = await open(max, ada);
  assert.partialDeepStrictEqual(one, { error: { code: 'too_many_rooms', params: { whose: 'other' } } });
  assert.ok(await house.makesRoom(ada, 'tea'));
  assert.equal((await open(ada, max)).ok, true);
});

test('D3: a direct room needs somebody else, everybody in it, and no more than there may be', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  const others: string[] = [];
  for (let index = 0; index < LIMITS.directPeople; index++) others.push(await house.registers(`p${index}`));
  const before = house.content();
  const open = (...people: readonly string[]) => house.does({ kind: 'open-direct', by: ada, people });
  assert.equal(codeOf(await open(ada)), 'bad_request');
  assert.equal(codeOf(await open('nobody')), 'not_found');
  assert.equal(codeOf(await open('server')), 'not_found');
  assert.equal(codeOf(await open(...others)), 'bad_request');
  assert.deepEqual(house.content(), before, 'a refusal leaves nothing behind');
  assert.equal((await open(...others.slice(1))).ok, true);
});
