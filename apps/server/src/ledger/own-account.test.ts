import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMITS } from '@skein/protocol/limits';
import { LOBBY_ID } from '../storage/lobby.ts';
import type { Command } from './commands.ts';
import type { Committed } from './ledger.ts';
import { LedgerHouse } from './testing/ledger-house.ts';

const codeOf = (answer: { ok: boolean; error?: { code: string } }): string | undefined => answer.error?.code;
const named = (name: string) => ({ name, nameKey: name.toLowerCase(), skeleton: name.toLowerCase() });

test('A1, A4: a new name and profile are told to the account and, in the Lobby, to everybody', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  const status = { emoji: '🧶', text: 'winding' };
  const settings = { status, quietUntil: 5_000 };
  const [committed] = await house.commit({ kind: 'change-account', account: ada, name: named('Countess'), settings });
  const { accountEvents, roomEvents } = committed!.changes;
  const account = { id: ada, kind: 'person', role: 'member', login: 'ada', name: 'Countess', ...settings };
  assert.deepEqual(accountEvents, [{ account: ada, event: { t: 'account', seq: 1, account } }]);
  assert.partialDeepStrictEqual(roomEvents, [
    { t: 'profile', room: LOBBY_ID, by: ada, name: 'Countess', profile: settings },
  ]);
});

test('A1, A4: what concerns nobody else is told to nobody else, and no change to nobody', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  const roomOrder = 'name';
  const change = async (settings: object, name?: ReturnType<typeof named>) => {
    const [committed] = await house.commit({ kind: 'change-account', account: ada, name, settings });
    const { accountEvents, roomEvents } = committed!.changes;
    return [accountEvents.length, roomEvents.length];
  };
  assert.deepEqual(await change({ roomOrder }), [1, 0]);
  assert.deepEqual(await change({ roomOrder, status: null }, named('ada')), [0, 0]);
  assert.deepEqual(await change({ roomOrder: null }), [1, 0]);
  const same = await house.does({ kind: 'change-account', account: ada, name: undefined, settings: {} });
  assert.ok(same.ok && !('roomOrder' in same.value));
});

test('F8: a picture is told to everybody, once however often it comes, and the one before goes with it', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin] = [await house.registers('ada'), await house.registers('lin')];
  const size = 9;
  const facts = { size, type: 'image/webp', width: 1, height: 1, durationMs: undefined, thumbnail: true };
  const uploads = async () => {
    const room = { accountBytes: 100, serverBytes: 100 };
    const made = await house.does({ kind: 'create-upload', account: ada, name: 'picture', size, room });
    assert.ok(made.ok);
    return { id: made.value.id, facts };
  };
  const set = async (upload: Awaited<ReturnType<typeof uploads>> | undefined, account = ada) => {
    const [{ changes, replies }] = (await house.commit({ kind: 'set-picture', account, upload })) as [
      Committed<number>,
    ];
    const told = changes.roomEvents.map((event) => event.t === 'profile' && event.profile.picture);
    return { told, removed: changes.removedFiles, code: codeOf(replies[0]!.answer) };
  };
  const [first, second] = [await uploads(), await uploads()];
  assert.deepEqual(await set(first), { told: [first.id], removed: [], code: undefined });
  assert.deepEqual(await set(first), { told: [], removed: [], code: undefined });
  assert.deepEqual(await set(second, lin), { told: [], removed: [], code: 'not_found' });
  assert.deepEqual(await set(second), { told: [second.id], removed: [first.id], code: undefined });
  assert.deepEqual(await set(first), { told: [], removed: [], code: 'not_found' });
  assert.deepEqual(await set(undefined), { told: [undefined], removed: [second.id], code: undefined });
});

test('A1: a name that is somebody else’s is refused, and nothing is changed', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  await house.registers('lin');
  const before = house.content();
  const settings = { timeZone: 'UTC' };
  const refused = await house.does({ kind: 'change-account', account: ada, name: named('LIN'), settings });
  assert.equal(codeOf(refused), 'name_taken');
  assert.deepEqual(house.content(), before);
});

test('B1: neither of two of whom one blocks the other can write in their room, nor who is blocked open one; in a group they can', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin, max] = [await house.registers('ada'), await house.registers('lin'), await house.registers('max')];
  const open = (by: string, ...people: readonly string[]) => house.does({ kind: 'open-direct', by, people });
  const two = await open(lin, ada);
  const three = await open(max, ada, lin);
  assert.ok(two.ok && three.ok);
  const post = (account: string, room: string, id: string) =>
    house.does({ kind: 'post', account, room, id: id.padEnd(16, '-'), body: id });
  const before = await post(lin, two.value.room.id, 'before');
  const mine = await post(ada, two.value.room.id, 'mine before');
  assert.ok(before.ok && mine.ok);

  assert.equal((await house.does({ kind: 'set-blocked', account: ada, person: lin, isBlocked: true })).ok, true);
  assert.equal(codeOf(await post(lin, two.value.room.id, 'after')), 'blocked');
  assert.equal((await post(lin, two.value.room.id, 'before')).ok, true, 'P2: the first answer, again');
  assert.equal(codeOf(await post(ada, two.value.room.id, 'mine')), 'blocking');
  assert.equal((await post(ada, two.value.room.id, 'mine before')).ok, true, 'P2: the first answer, again');
  const own = { [lin]: before.value.seq, [ada]: mine.value.seq };
  const change = (account: string, kind: 'edit' | 'delete' | 'tag', how: object) => {
    const asked = { account, room: two.value.room.id, id: kind.padEnd(16, '-'), message: own[account] };
    return house.does({ kind, ...asked, ...how } as Command);
  };
  for (const [account, code] of [
    [lin, 'blocked'],
    [ada, 'blocking'],
  ] as const) {
    assert.equal(codeOf(await change(account, 'edit', { body: 'but' })), code);
    for (const tag of [{ kind: 'reacted', emoji: '👍' }, { kind: 'pinned' }])
      assert.equal(codeOf(await change(account, 'tag', { tag })), code);
    assert.equal((await change(account, 'delete', {})).ok, true, 'what is taken back harms nobody');
  }
  assert.equal((await post(lin, three.value.room.id, 'group')).ok, true);
  assert.equal((await post(ada, three.value.room.id, 'group too')).ok, true);
  assert.equal((await post(lin, LOBBY_ID, 'lobby')).ok, true);
  assert.equal((await post(ada, LOBBY_ID, 'lobby too')).ok, true);
  assert.equal((await open(lin, ada)).ok, true, 'the room is there');
  const four = await house.registers('eve');
  assert.equal(codeOf(await open(lin, ada, four)), 'blocked');

  const block = (account: string, person: string, isBlocked: boolean) =>
    house.does({ kind: 'set-blocked', account, person, isBlocked });
  assert.equal((await block(lin, ada, true)).ok, true);
  assert.equal(
    codeOf(await post(lin, two.value.room.id, 'after')),
    'blocking',
    'of being blocked as well nothing is said',
  );
  assert.equal((await block(lin, ada, false)).ok, true);
  assert.equal((await block(ada, lin, false)).ok, true);
  assert.equal((await post(lin, two.value.room.id, 'after')).ok, true);
  assert.equal((await post(ada, two.value.room.id, 'mine')).ok, true);
});

test('B1: whom somebody blocks is told to their own clients alone, and there is an end to it', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin] = [await house.registers('ada'), await house.registers('lin')];
  const block = (person: string) => ({ kind: 'set-blocked', account: ada, person, isBlocked: true }) as const;
  const [committed] = await house.commit(block(lin), block(lin));
  const { accountEvents, roomEvents } = committed!.changes;
  assert.deepEqual(roomEvents, []);
  assert.partialDeepStrictEqual(accountEvents, [
    { account: ada, event: { t: 'account', account: { blocked: [lin] } } },
  ]);
  assert.equal(accountEvents.length, 1);
  for (const nobody of ['nobody', ada, 'server']) assert.equal(codeOf(await house.does(block(nobody))), 'not_found');
  for (let count = 1; count < LIMITS.blockedPeople; count++)
    assert.equal((await house.does(block(await house.registers(`p${count}`)))).ok, true);
  assert.equal(codeOf(await house.does(block(await house.registers('one more')))), 'bad_request');
});

test('N1: what is set for a room is told to the account’s own clients, and only to who is a member', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin] = [await house.registers('ada'), await house.registers('lin')];
  const room = await house.makesRoom(ada, 'tea');
  const set = { kind: 'set-preferences', account: ada, room, preferences: { level: 'all', pinned: true } } as const;
  const [committed] = await house.commit(set, set);
  assert.deepEqual(committed!.changes.accountEvents, [
    { account: ada, event: { t: 'preferences', seq: 2, room, preferences: set.preferences } },
  ]);
  assert.equal(codeOf(await house.does({ ...set, account: lin })), 'not_a_member');
});
