import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { LIMITS } from '@skein/protocol/limits';
import { LOBBY_ID } from '../lobby.ts';
import { change, deletion, edit, makeRoom, post, posted, register, wholeRoom } from '../contract/deeds.ts';
import { StorageError } from '../store.ts';
import { checkpoint } from './checkpoint.ts';
import { openReader, openWriter } from './connection.ts';
import { SqliteLedgerStore } from './ledger-store.ts';
import { openLedgerStore } from './open-ledger-store.ts';
import { openReadStore } from './open-read-store.ts';
import { prepareDatabase } from './prepare-database.ts';
import { sqliteReadStore } from './read-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

const LONG_BODY = 'x'.repeat(16 * 1024);

async function openWithConnection(file: string) {
  await prepareDatabase(file);
  const connection = openWriter(file);
  const ledger = new SqliteLedgerStore(connection);
  const reads = sqliteReadStore(openReader(file));
  const close = async () => {
    await reads[Symbol.asyncDispose]();
    await ledger[Symbol.asyncDispose]();
  };
  return { connection, ledger, reads, [Symbol.asyncDispose]: close };
}

/** As if the disk had this much room more and then none. */
function leaveRoomFor(connection: DatabaseSync, pages: number): void {
  const { page_count: used } = connection.prepare('pragma page_count').get() as { page_count: number };
  connection.exec(`pragma max_page_count = ${used + pages}`);
}

test('a full disk refuses the transaction whole, and the next one works once there is room', async () => {
  using folder = temporaryFolder();
  await using store = await openWithConnection(folder.file('skein.db'));
  const { connection, ledger, reads } = store;
  await ledger.transact((transaction) => register(transaction, 'ada'));
  await ledger.transact((transaction) => posted(transaction, LOBBY_ID, 'ada', 'before'));

  leaveRoomFor(connection, 8);
  for (let attempt = 0; attempt < 2; attempt++) {
    const refused = ledger.transact(async (transaction) => {
      for (let count = 0; count < 100; count++) await posted(transaction, LOBBY_ID, 'ada', `${count}${LONG_BODY}`);
    });
    await assert.rejects(refused, StorageError);
    assert.equal(connection.isTransaction, false);
    assert.equal((await wholeRoom(reads, LOBBY_ID)).length, 2, 'everything from before can be read');
  }

  leaveRoomFor(connection, 10_000);
  await ledger.transact(async (transaction) => {
    assert.equal((await transaction.room(LOBBY_ID))?.seq, 2);
    assert.deepEqual((await posted(transaction, LOBBY_ID, 'ada', `0${LONG_BODY}`)).n, 2);
  });
  assert.equal((await wholeRoom(reads, LOBBY_ID)).length, 3);
});

test('work that does not mind a failed statement is not committed all the same', async () => {
  using folder = temporaryFolder();
  await using store = await openWithConnection(folder.file('skein.db'));
  const { connection, ledger, reads } = store;
  await ledger.transact((transaction) => register(transaction, 'ada'));
  leaveRoomFor(connection, 8);
  let again: unknown;
  const refused = ledger.transact(async (transaction) => {
    await posted(transaction, LOBBY_ID, 'ada', 'short');
    for (let count = 0; count < 100; count++) {
      await post(transaction, LOBBY_ID, 'ada', `${count}${LONG_BODY}`).catch(() => undefined);
    }
    leaveRoomFor(connection, 10_000);
    again = await post(transaction, LOBBY_ID, 'ada', 'short again').catch((error: unknown) => error);
  });
  await assert.rejects(refused, StorageError);
  assert.ok(again instanceof StorageError, 'also when there was room again');
  assert.equal(await reads.roomSeq(LOBBY_ID), 1);
});

test('a database that another connection writes to is a storage error, and works again afterwards', async () => {
  using folder = temporaryFolder();
  await using store = await openWithConnection(folder.file('skein.db'));
  const { connection, ledger, reads } = store;
  connection.exec('pragma busy_timeout = 0');
  const other = openWriter(folder.file('skein.db'));
  other.exec('begin immediate');
  await assert.rejects(
    ledger.transact((transaction) => register(transaction, 'ada')),
    StorageError,
  );
  other.exec('rollback');
  other.close();
  await ledger.transact((transaction) => register(transaction, 'ada'));
  assert.equal((await reads.accountById('ada'))?.id, 'ada');
});

test('a mistake of the caller’s is no storage error', async () => {
  using folder = temporaryFolder();
  await using ledger = await openLedgerStore({ file: folder.file('skein.db') });
  await ledger.transact((transaction) => register(transaction, 'ada'));
  const isDefect = (error: unknown) => error instanceof Error && !(error instanceof StorageError);
  await assert.rejects(
    ledger.transact((transaction) => post(transaction, 'nowhere', 'ada', 'hi')),
    isDefect,
  );
  const twice = { room: 'tea', account: 'ada', role: 'member', at: 1 } as const;
  const joinsTwice = ledger.transact(async (transaction) => {
    await makeRoom(transaction, 'tea', 'ada');
    await transaction.addMember(twice);
  });
  await assert.rejects(joinsTwice, isDefect);
  await assert.rejects(
    ledger.transact(() => ledger.transact(async () => undefined)),
    isDefect,
  );
  await ledger.transact(async (transaction) => assert.equal(await transaction.room('tea'), undefined));
});

test('a writer whose thread is ended in the middle of a transaction leaves the database to the next', async () => {
  using folder = temporaryFolder();
  const file = folder.file('skein.db');
  await prepareDatabase(file);
  const writer = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     import(workerData.module).then(async ({ openLedgerStore }) => {
       const ledger = await openLedgerStore({ file: workerData.file });
       await ledger.transact(async (transaction) => {
         await transaction.keepSetupToken('unfinished');
         parentPort.postMessage('in the middle');
         for (;;) await transaction.hasSetupToken('unfinished');
       });
     });`,
    { eval: true, workerData: { file, module: new URL('open-ledger-store.ts', import.meta.url).href } },
  );
  await once(writer, 'message');
  await writer.terminate();
  await using ledger = await openLedgerStore({ file });
  await ledger.transact(async (transaction) => {
    assert.equal(await transaction.hasSetupToken('unfinished'), false);
    await register(transaction, 'ada');
  });
});

test('of an account’s stream no more is stored than can be resumed', async () => {
  using folder = temporaryFolder();
  await using store = await openWithConnection(folder.file('skein.db'));
  const { connection, ledger } = store;
  await ledger.transact(async (transaction) => {
    await register(transaction, 'ada');
    for (let count = 0; count < LIMITS.resumeEvents + 20; count++) {
      await transaction.appendAccountEvent({ account: 'ada', kind: 'exited', room: LOBBY_ID });
    }
  });
  const stored = connection.prepare('select count(*) as count, min(seq) as first from account_events').get();
  assert.deepEqual({ ...stored }, { count: LIMITS.resumeEvents, first: 21 });
});

test('a checkpoint moves the log into the database beside a writer and a reader', async () => {
  using folder = temporaryFolder();
  const file = folder.file('skein.db');
  await using ledger = await openLedgerStore({ file });
  await using reads = await openReadStore({ file });
  await ledger.transact(async (transaction) => {
    await register(transaction, 'ada');
    for (let count = 0; count < 50; count++) await posted(transaction, LOBBY_ID, 'ada', `m${count}`);
  });
  const { pages, moved } = checkpoint(file);
  assert.ok(pages > 0);
  assert.equal(moved, pages);
  await ledger.transact((transaction) => posted(transaction, LOBBY_ID, 'ada', 'afterwards'));
  assert.equal((await wholeRoom(reads, LOBBY_ID)).length, 52);
});

test('a deleted message’s bodies are overwritten in the file, short and long, and a query by their hash finds nothing', async () => {
  using folder = temporaryFolder();
  const file = folder.file('skein.db');
  await using store = await openWithConnection(file);
  const { connection, ledger } = store;
  const [short, long] = ['a short secret', `a long secret${LONG_BODY}`];
  await ledger.transact(async (transaction) => {
    await register(transaction, 'ada');
    await makeRoom(transaction, 'tea', 'ada');
    for (const [index, body] of [short, long].entries()) {
      await post(transaction, 'tea', 'ada', body, { id: `post ${index}` });
      await change(transaction, edit(`${body} edited`, 2 + 2 * index, { id: `edit ${index}` }));
    }
  });
  assert.deepEqual(checkpointed(file), [true, true]);
  await ledger.transact(async (transaction) => {
    for (const message of [2, 4]) await change(transaction, deletion(message));
  });
  assert.deepEqual(checkpointed(file), [false, false]);
  for (const table of ['messages', 'message_changes']) {
    assert.deepEqual(connection.prepare(`select body_hash from ${table} where body_hash <> ''`).all(), []);
  }

  /** Whether the bodies can be found in the database's file. */
  function checkpointed(name: string) {
    checkpoint(name);
    const bytes = readFileSync(name);
    return ['a short secret', 'a long secret'].map((secret) => bytes.includes(secret));
  }
});

test('an edit whose message is gone by retention is told without a body', async () => {
  using folder = temporaryFolder();
  await using store = await openWithConnection(folder.file('skein.db'));
  const { connection, ledger, reads } = store;
  await ledger.transact(async (transaction) => {
    await register(transaction, 'ada');
    await makeRoom(transaction, 'tea', 'ada');
    await posted(transaction, 'tea', 'ada', 'first');
    await change(transaction, edit('second', 2));
  });
  connection.exec(`delete from messages; delete from room_events; update rooms set floor = 2`);
  const page = await reads.pageForMember({ room: 'tea', account: 'ada', after: 2, limit: 5 });
  const [event] = page.kind === 'page' ? page.events : [];
  assert.deepEqual([event?.t, event?.t === 'edited' && event.body], ['edited', '']);
  await ledger.transact(async (transaction) => assert.equal(await transaction.message('tea', 2), undefined));
});

test('K6: the space of what has expired is given back in steps, down to what the next messages need', async () => {
  using folder = temporaryFolder();
  const file = folder.file('skein.db');
  await using store = await openWithConnection(file);
  const { connection, ledger } = store;
  const pages = (): number => Number(connection.prepare('pragma page_count').get()!['page_count']);
  await ledger.transact(async (transaction) => {
    await register(transaction, 'ada');
    await makeRoom(transaction, 'tea', 'ada');
    for (let count = 0; count < 400; count++)
      await post(transaction, 'tea', 'ada', 'x'.repeat(8_000), { id: `post ${count}` });
  });
  const full = pages();
  const expire = () =>
    ledger.transact((transaction) => transaction.expire({ room: 'tea', before: 9_000, due: 9_000, now: 9_000 }));
  while (!(await expire()).isDone);
  assert.equal(pages(), full, 'nothing was given back yet');
  const giveBack = () => ledger.transact((transaction) => transaction.giveBackSpace({ pages: 64, keep: 100 }));
  const left = [await giveBack()];
  // One more goes where SQLite no longer needs a page of pointers.
  assert.ok(pages() <= full - 64 && pages() > full - 70);
  while (left.at(-1)! > 0) left.push(await giveBack());
  assert.ok(left.length > 5);
  assert.ok(pages() < full - 600);
});

test('the row of a message that expired is never another message’s', async () => {
  using folder = temporaryFolder();
  await using store = await openWithConnection(folder.file('skein.db'));
  const { connection, ledger } = store;
  const rows = () => connection.prepare('select rowid as row, body from messages').all();
  await ledger.transact(async (transaction) => {
    await register(transaction, 'ada');
    await makeRoom(transaction, 'tea', 'ada');
  });
  for (const [body, row] of [
    ['first', 1],
    ['second', 2],
    ['third', 3],
  ] as const) {
    await ledger.transact(async (transaction) => {
      const { seq } = await posted(transaction, 'tea', 'ada', body);
      await change(transaction, edit(`${body} edited`, seq), 5_000);
    });
    const changes = connection.prepare('select max(rowid) as row from message_changes').get();
    assert.deepEqual([rows().at(-1)?.['row'], changes?.['row']], [row, row]);
    await ledger.transact((transaction) => transaction.expire({ room: 'tea', before: 9_000, due: 9_000, now: 5_000 }));
    assert.deepEqual(
      rows().map(({ body }) => body),
      [''],
    );
  }
});
