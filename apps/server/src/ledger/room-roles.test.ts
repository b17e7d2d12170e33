import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOBBY_ID } from '../storage/lobby.ts';
import { LedgerHouse } from './testing/ledger-house.ts';

const codeOf = (answer: { ok: boolean; error?: { code: string } }): string | undefined => answer.error?.code;

async function threeInARoom(house: LedgerHouse) {
  const [ada, lin, max] = [await house.registers('ada'), await house.registers('lin'), await house.registers('max')];
  const room = await house.makesRoom(ada, 'tea');
  for (const account of [lin, max]) await house.does({ kind: 'join', account, room });
  return { ada, lin, max, room };
}

test('G4: the owner makes moderators and owners, all are told, and a room is never without an owner', async () => {
  await using house = await LedgerHouse.open();
  const { ada, lin, max, room } = await threeInARoom(house);
  const give = (by: string, account: string, role: 'owner' | 'moderator' | 'member', where = room) =>
    house.does({ kind: 'set-room-role', by, room: where, account, role });
  assert.equal(codeOf(await give(lin, max, 'moderator')), 'forbidden');
  const [committed] = await house.commit({ kind: 'set-room-role', by: ada, room, account: lin, role: 'moderator' });
  assert.partialDeepStrictEqual(committed!.changes.roomEvents, [
    { t: 'role', room, by: lin, name: 'lin', role: 'moderator', changedBy: 'ada', actor: ada },
  ]);
  assert.equal(codeOf(await give(lin, max, 'moderator')), 'forbidden', 'a moderator makes none');
  assert.equal(codeOf(await give(ada, ada, 'member')), 'last_owner');
  assert.equal((await give(ada, max, 'owner')).ok, true);
  assert.equal((await give(ada, ada, 'member')).ok, true);
  assert.equal(codeOf(await give(ada, lin, 'member')), 'forbidden', 'handed over is handed over');
  assert.equal(codeOf(await give(max, 'nobody', 'member')), 'not_found');
  assert.equal(codeOf(await give(max, lin, 'owner', LOBBY_ID)), 'forbidden');
});

test('G4: the last owner goes only where nobody is left behind', async () => {
  await using house = await LedgerHouse.open();
  const { ada, lin, max, room } = await threeInARoom(house);
  const leave = (account: string) => house.does({ kind: 'leave', account, room });
  const remove = (by: string, account: string) => house.does({ kind: 'remove', by, room, account });
  assert.equal(codeOf(await leave(ada)), 'last_owner');
  assert.equal(codeOf(await remove(ada, ada)), 'last_owner');
  await house.does({ kind: 'set-room-role', by: ada, room, account: lin, role: 'owner' });
  assert.equal((await leave(ada)).ok, true, 'another is there');
  assert.equal(codeOf(await leave(lin)), 'last_owner');
  assert.equal((await leave(max)).ok, true);
  assert.equal((await leave(lin)).ok, true, 'nobody is left behind');
});

test('G1: moderators say what a room is about; its owner alone renames it, to a name that is free', async () => {
  await using house = await LedgerHouse.open();
  const { ada, lin, max, room } = await threeInARoom(house);
  await house.makesRoom(ada, 'coffee');
  await house.does({ kind: 'set-room-role', by: ada, room, account: lin, role: 'moderator' });
  const change = (by: string, settings: object, nameKey?: string) =>
    house.does({ kind: 'change-room', by, room, settings, ...(nameKey === undefined ? {} : { nameKey }) });
  assert.equal((await change(lin, { topic: 'Oolong' })).ok, true);
  assert.equal(codeOf(await change(max, { topic: 'Sencha' })), 'forbidden');
  assert.equal(codeOf(await change(lin, { topic: 'Sencha', name: 'Teas' }, 'teas')), 'forbidden');
  assert.equal(codeOf(await change(ada, { name: 'Coffee' }, 'coffee')), 'name_taken');
  const renamed = await change(ada, { name: 'Tea House', description: 'All teas' }, 'tea house');
  assert.partialDeepStrictEqual(renamed, { value: { name: 'Tea House', topic: 'Oolong', description: 'All teas' } });
  assert.equal((await change(ada, { topic: '' })).ok, true);
  assert.ok(await house.makesRoom(ada, 'tea'), 'the old name is free');
});

test('G5: moderators keep people out, members or not, but no owner and not themselves', async () => {
  await using house = await LedgerHouse.open();
  const { ada, lin, max, room } = await threeInARoom(house);
  await house.does({ kind: 'set-room-role', by: ada, room, account: lin, role: 'moderator' });
  const ban = (by: string, account: string, where = room) => house.does({ kind: 'ban', by, room: where, account });
  assert.equal(codeOf(await ban(max, lin)), 'forbidden');
  assert.equal(codeOf(await ban(lin, ada)), 'forbidden', 'an owner is kept out by an owner alone');
  assert.equal(codeOf(await ban(ada, ada)), 'forbidden');
  assert.equal(codeOf(await ban(lin, 'nobody')), 'not_found');
  assert.equal(codeOf(await ban(ada, lin, LOBBY_ID)), 'forbidden');
  const direct = await house.does({ kind: 'open-direct', by: ada, people: [lin] });
  assert.ok(direct.ok);
  assert.equal(codeOf(await ban(ada, lin, direct.value.room.id)), 'forbidden');

  const [committed] = await house.commit({ kind: 'ban', by: lin, room, account: max });
  assert.partialDeepStrictEqual(committed!.changes, {
    roomEvents: [{ t: 'left', room, by: max, removedBy: 'lin', actor: lin }],
    accountEvents: [{ account: max, event: { t: 'exited', room } }],
  });
  const [again] = await house.commit({ kind: 'ban', by: ada, room, account: max });
  assert.deepEqual(again!.changes.roomEvents, [], 'who is out already is removed from nothing');
  const join = () => house.does({ kind: 'join', account: max, room });
  assert.equal(codeOf(await join()), 'banned');
  assert.equal(codeOf(await house.does({ kind: 'invite', by: ada, room, loginKey: 'max' })), 'banned');
  assert.equal(codeOf(await house.does({ kind: 'unban', by: max, room, account: max })), 'forbidden');
  assert.equal((await house.does({ kind: 'unban', by: lin, room, account: max })).ok, true);
  assert.equal((await join()).ok, true);
});

test('G3: nobody writes in an archived room, until it is opened again', async () => {
  await using house = await LedgerHouse.open();
  const { ada, lin, room } = await threeInARoom(house);
  const post = (id: string) => house.does({ kind: 'post', account: lin, room, id: id.padEnd(16, '-'), body: id });
  const first = await post('before');
  assert.ok(first.ok);
  const archive = (archived: boolean) => house.does({ kind: 'change-room', by: ada, room, settings: { archived } });
  assert.partialDeepStrictEqual(await archive(true), { value: { archived: true } });
  assert.equal(codeOf(await post('after')), 'room_archived');
  assert.equal((await post('before')).ok, true, 'P2: the first answer, again');
  const message = first.value.seq;
  const edit = { kind: 'edit', account: lin, room, id: 'edit'.padEnd(16, '-'), message, body: 'other' } as const;
  assert.equal(codeOf(await house.does(edit)), 'room_archived');
  assert.equal((await house.does({ kind: 'read', account: ada, room, n: 1 })).ok, true);
  const id = 'gone'.padEnd(16, '-');
  assert.equal((await house.does({ kind: 'delete', account: lin, room, id, message })).ok, true);
  assert.equal((await archive(false)).ok, true);
  assert.equal((await post('after')).ok, true);
  const lobby = await house.does({ kind: 'change-room', by: ada, room: LOBBY_ID, settings: { archived: true } });
  assert.equal(codeOf(lobby), 'forbidden');
});
