import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { LIMITS } from '@skein/protocol/limits';
import { makeRoom, posted, register } from '../contract/deeds.ts';
import type { HistoryPlace } from '../store.ts';
import { openLedgerStore } from './open-ledger-store.ts';
import { openReadStore } from './open-read-store.ts';
import { prepareDatabase } from './prepare-database.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MESSAGES = 198;

test('R4: a page on which very much hangs is shorter, and the pages together have everything', async () => {
  using folder = temporaryFolder();
  const file = folder.file('skein.db');
  await prepareDatabase(file);
  {
    await using ledger = await openLedgerStore({ file });
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada');
      await makeRoom(transaction, 'tea', 'ada');
      for (let count = 0; count < MESSAGES; count++)
        await posted(transaction, 'tea', 'ada', `${count} `.padEnd(LIMITS.bodyBytes, 'x'));
    });
  }
  reactToEach(file);
  await using reads = await openReadStore({ file });
  const page = async (from: HistoryPlace, limit: number = LIMITS.pageRows) => {
    const { events, more, newer } = (await reads.history({ room: 'tea', account: 'ada', from, limit }))!;
    assert.ok(events.length < 100);
    return { seqs: events.map(({ seq }) => seq), more, newer: newer ?? false };
  };

  const back = [await page({ kind: 'end' })];
  while (back.at(-1)!.more) back.push(await page({ kind: 'before', seq: back.at(-1)!.seqs[0]! }));
  const forth = [await page({ kind: 'after', seq: 0 })];
  while (forth.at(-1)!.newer) forth.push(await page({ kind: 'after', seq: forth.at(-1)!.seqs.at(-1)! }));
  const all = Array.from({ length: MESSAGES + 1 }, (_, index) => index + 1);
  assert.deepEqual(
    back.toReversed().flatMap(({ seqs }) => seqs),
    all,
  );
  assert.deepEqual(
    forth.flatMap(({ seqs }) => seqs),
    all,
  );

  const around = await page({ kind: 'around', seq: 100 });
  assert.deepEqual([around.seqs.includes(100), around.more, around.newer], [true, true, true]);
  assert.equal((await page({ kind: 'end' }, 50)).seqs.length, 50, 'what the page of a chat asks for is never cut');
});

function reactToEach(file: string): void {
  using database = new DatabaseSync(file);
  const insert = database.prepare(`insert into reaction_counts values ('tea', ?, ?, 1, 1, '["ada"]')`);
  database.exec('begin');
  for (let seq = 2; seq < 2 + MESSAGES; seq++)
    for (let emoji = 0; emoji < LIMITS.reactionsPerMessage; emoji++) insert.run(seq, `${emoji}`);
  database.exec('commit');
}
