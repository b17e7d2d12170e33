import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LedgerHouse } from './testing/ledger-house.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const HOUR_MS = 60 * 60 * 1_000;

async function expireAll(house: LedgerHouse): Promise<readonly { t: string; floor?: number; n?: number }[]> {
  const told = [];
  let steps = 0;
  for (let after: string | undefined = ''; after !== undefined;) {
    assert.ok(steps++ < 99, 'a round ends');
    const [committed] = await house.commit({ kind: 'expire', after });
    told.push(...committed!.changes.roomEvents);
    const { answer } = committed!.replies[0]!;
    assert.ok(answer.ok);
    after = (answer.value as { next: string | undefined }).next;
  }
  return told;
}

test('K1: a room that was set to keep messages for a day tells what has gone a day and an hour later', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  const room = await house.makesRoom(ada, 'tea');
  const other = await house.makesRoom(ada, 'forever');
  await house.does({ kind: 'change-room', by: ada, room, settings: { retentionDays: 1 } });
  for (const where of [room, other])
    await house.does({ kind: 'post', account: ada, room: where, id: where, body: 'hi' });
  house.nowMs += DAY_MS;
  assert.deepEqual(await expireAll(house), []);
  house.nowMs += HOUR_MS + 1;
  await house.does({ kind: 'post', account: ada, room, id: 'later', body: 'still there' });
  const [told, ...rest] = await expireAll(house);
  assert.deepEqual([told?.t, told?.floor, told?.n, rest.length], ['expired', 3, 1, 0]);
  assert.deepEqual(await expireAll(house), [], 'once');
});

test('K1: a round ends where something is overdue, though not for an hour yet', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  const room = await house.makesRoom(ada, 'tea');
  await house.does({ kind: 'change-room', by: ada, room, settings: { retentionDays: 1 } });
  await house.does({ kind: 'post', account: ada, room, id: 'hi', body: 'hi' });
  house.nowMs += DAY_MS + HOUR_MS / 2;
  assert.deepEqual(await expireAll(house), []);
});

test('K5: one command takes one step in one room, and the next goes on behind it', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  for (const name of ['tea', 'den', 'nook']) {
    const room = await house.makesRoom(ada, name);
    await house.does({ kind: 'change-room', by: ada, room, settings: { retentionDays: 1 } });
    for (let count = 0; count < 250; count++)
      await house.does({ kind: 'post', account: ada, room, id: `${name} ${count}`, body: 'hi' });
  }
  house.nowMs += 3 * DAY_MS;
  const told = await expireAll(house);
  assert.deepEqual(
    told.map(({ floor, n }) => [floor, n]),
    [252, 252, 252].map((floor) => [floor, 250]),
  );
});

test('K1: files of messages that expired are to go, and those of the others stay', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  const room = await house.makesRoom(ada, 'tea');
  await house.does({ kind: 'change-room', by: ada, room, settings: { retentionDays: 1 } });
  const postsFile = async () => {
    const bytes = { accountBytes: 1_000, serverBytes: 1_000 };
    const made = await house.does({ kind: 'create-upload', account: ada, name: 'cat.png', size: 1, room: bytes });
    const file = made.ok ? made.value.id : '';
    const facts = { size: 1, type: 'image/png', width: 1, height: 1, durationMs: undefined, thumbnail: false };
    await house.does({ kind: 'finish-upload', account: ada, id: file, facts });
    await house.does({ kind: 'post', account: ada, room, id: `with ${file}`, body: 'look', files: [file] });
    return file;
  };
  const old = await postsFile();
  house.nowMs += 3 * DAY_MS;
  await postsFile();
  const [committed] = await house.commit({ kind: 'expire', after: '' });
  assert.deepEqual(committed!.changes.removedFiles, [old]);
});
