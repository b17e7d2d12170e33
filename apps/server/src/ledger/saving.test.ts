import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LedgerHouse } from './testing/ledger-house.ts';

test('S7, L1: who has left a room is not told that a message they keep was deleted there, and keeps it no longer', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin, sam] = [await house.registers('ada'), await house.registers('lin'), await house.registers('sam')];
  const room = await house.makesRoom(ada, 'tea');
  for (const account of [lin, sam]) await house.does({ kind: 'join', account, room });
  const id = (name: string) => name.padEnd(16, '-');
  const posted = await house.does({ kind: 'post', account: ada, room, id: id('post'), body: 'Secret.' });
  assert.ok(posted.ok);
  const message = posted.value.seq;
  for (const account of [lin, sam]) {
    assert.ok((await house.does({ kind: 'save', account, room, message, isSaved: true })).ok);
  }
  await house.does({ kind: 'leave', account: sam, room });
  const [deleted] = await house.commit({ kind: 'delete', account: ada, room, message, id: id('deletion') });
  assert.deepEqual(
    deleted!.changes.accountEvents.map(({ account, event }) => [account, event.t]),
    [[lin, 'unsaved']],
  );
  assert.doesNotMatch(JSON.stringify(tableOf(house, 'saved_messages')), /id-/);
});

function tableOf(house: LedgerHouse, name: string): unknown {
  return (house.content() as [string, unknown][]).find(([table]) => table === name)?.[1];
}
