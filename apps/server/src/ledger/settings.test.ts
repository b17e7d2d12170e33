import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOBBY_ID } from '../storage/lobby.ts';
import { LedgerHouse } from './testing/ledger-house.ts';

test('G1: the owner changes what is set for a room, and everybody in it is told what changed', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  const room = await house.makesRoom(ada, 'tea');
  const command = { kind: 'change-room', by: ada, room, settings: { retentionDays: 30 } } as const;
  const [committed] = await house.commit(command);
  const event = { t: 'settings', room, seq: 2, at: 1_000, by: ada, name: 'ada', settings: { retentionDays: 30 } };
  assert.deepEqual(committed!.changes.roomEvents, [event]);
  const { answer } = committed!.replies[0]!;
  assert.equal(answer.ok && (answer.value as { retentionDays: number }).retentionDays, 30);
});

test('G2: what is as it was is no change and no event', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  const room = await house.makesRoom(ada, 'tea');
  for (const settings of [{}, { retentionDays: null }]) {
    const [committed] = await house.commit({ kind: 'change-room', by: ada, room, settings });
    assert.deepEqual(committed!.changes.roomEvents, []);
    const { answer } = committed!.replies[0]!;
    assert.equal(answer.ok && (answer.value as { seq: number }).seq, 1);
  }
});

test('G1: a member is refused, a stranger does not hear of the room, and an operator sets the Lobby', async () => {
  await using house = await LedgerHouse.open();
  await house.does({ kind: 'keep-setup-token', tokenHash: 'x' });
  const operator = await house.registers('root', { tokenHash: 'x' });
  const [ada, lin, eve] = [await house.registers('ada'), await house.registers('lin'), await house.registers('eve')];
  const room = await house.makesRoom(ada, 'den', 'private');
  await house.does({ kind: 'invite', by: ada, room, loginKey: 'lin' });
  const refusalOf = async (by: string, where = room) => {
    const answer = await house.does({ kind: 'change-room', by, room: where, settings: { retentionDays: 1 } });
    return answer.ok ? undefined : answer.error.code;
  };
  assert.equal(await refusalOf(lin), 'forbidden');
  assert.equal(await refusalOf(eve), 'not_found');
  assert.equal(await refusalOf(operator), 'not_found', 'running the server is not being in the conversation');
  assert.equal(await refusalOf(ada, LOBBY_ID), 'forbidden');
  assert.equal(await refusalOf(operator, LOBBY_ID), undefined);
});
