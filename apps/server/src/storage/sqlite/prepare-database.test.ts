import assert from 'node:assert/strict';
import {
  existsSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { Migration } from 'kysely/migration';
import { LOBBY_ID } from '../lobby.ts';
import { MIGRATIONS } from '../migrations/migrations.ts';
import { change, edit, posted, register, wholeRoom } from '../contract/deeds.ts';
import { DatabaseError } from './errors.ts';
import { openLedgerStore } from './open-ledger-store.ts';
import { openReadStore } from './open-read-store.ts';
import { prepareDatabase } from './prepare-database.ts';
import { temporaryFolder } from './temporary-folder.ts';

const hats: Migration = {
  async up(db) {
    await db.schema.createTable('hats').addColumn('size', 'integer').execute();
  },
};

const tornHats: Migration = {
  async up(db) {
    await hats.up(db);
    throw new Error('torn');
  },
};

async function databaseWithMessages(file: string): Promise<void> {
  await using ledger = await openLedgerStore({ file });
  await ledger.transact(async (transaction) => {
    await register(transaction, 'ada');
    for (let count = 0; count < 200; count++) await posted(transaction, LOBBY_ID, 'ada', `message ${count}`);
  });
}

async function messagesIn(file: string): Promise<number> {
  await using reads = await openReadStore({ file });
  return (await reads.room(LOBBY_ID))!.n;
}

function hasTable(file: string, table: string): boolean {
  using database = new DatabaseSync(file, { readOnly: true });
  return database.prepare('select 1 from sqlite_schema where name = ?').get(table) !== undefined;
}

function isRefusedAs(reason: DatabaseError['reason']) {
  return (error: unknown) => {
    assert.ok(error instanceof DatabaseError, String(error));
    assert.equal(error.reason, reason);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  };
}

test('preparing a database twice changes nothing', async () => {
  using folder = temporaryFolder();
  const file = folder.file('skein.db');
  await prepareDatabase(file, { clock: () => 77 });
  assert.deepEqual(readdirSync(folder.path), ['skein.db']);
  const before = await withReads(file);
  await prepareDatabase(file, { clock: () => 88 });
  assert.deepEqual(await withReads(file), before);
  assert.equal(before.createdAt, 77);

  async function withReads(name: string) {
    await using reads = await openReadStore({ file: name });
    return {
      ...(await reads.server()),
      createdAt: (await reads.room(LOBBY_ID))?.createdAt,
      events: await wholeRoom(reads, LOBBY_ID),
    };
  }
});

test('the database and its log are for their owner alone', async () => {
  using folder = temporaryFolder();
  const file = folder.file('skein.db');
  await using ledger = await openLedgerStore({ file });
  await ledger.transact((transaction) => register(transaction, 'ada'));
  for (const name of ['', '-wal', '-shm']) assert.equal(statSync(file + name).mode & 0o777, 0o600, name);
});

test('an older database is migrated after a copy was set aside', async () => {
  using folder = temporaryFolder();
  const file = folder.file('skein.db');
  await databaseWithMessages(file);
  await prepareDatabase(file, { migrations: { ...MIGRATIONS, '0999-hats': async () => hats } });
  assert.ok(hasTable(file, 'hats'));
  assert.equal(await messagesIn(file), 200);
  const copy = `${file}.before-999`;
  assert.equal(statSync(copy).mode & 0o777, 0o600);
  assert.ok(!hasTable(copy, 'hats'));
  await prepareDatabase(copy);
  assert.equal(await messagesIn(copy), 200);
  assert.ok(!existsSync(`${copy}.part`));
});

test('messages from before they could be changed are read as they were, and can be changed', async () => {
  using folder = temporaryFolder();
  const file = folder.file('skein.db');
  await prepareDatabase(file, { migrations: { '0001-first-tables': MIGRATIONS['0001-first-tables']! } });
  using database = new DatabaseSync(file);
  database.exec(`
    insert into accounts values ('ada', 'person', 'member', 'ada', 'ada', '~ada', 'ada', '', 0, 1, 0);
    insert into messages values ('lobby', 2, 1, 5000, 'ada', 'an-old-client-id', 'its hash', 'from before', 0);
    update rooms set seq = 2, n = 1, at = 5000, members = 1 where id = 'lobby'`);
  await using ledger = await openLedgerStore({ file });
  await using reads = await openReadStore({ file });
  const before = {
    t: 'message',
    room: LOBBY_ID,
    seq: 2,
    n: 1,
    at: 5000,
    by: 'ada',
    name: 'ada',
    id: 'an-old-client-id',
  };
  assert.deepEqual((await wholeRoom(reads, LOBBY_ID))[1], { ...before, body: 'from before' });
  const place = await ledger.transact((transaction) => change(transaction, edit('edited', 2, { room: LOBBY_ID })));
  const after = { ...before, body: 'edited', edited: { seq: place.seq, at: place.at } };
  assert.deepEqual((await wholeRoom(reads, LOBBY_ID))[1], after);
});

test('K6: a database from before retention is written anew, so that it can give back space', async () => {
  using folder = temporaryFolder();
  const file = folder.file('skein.db');
  await databaseWithMessages(file);
  const modeOf = () => {
    using database = new DatabaseSync(file);
    return database.prepare('pragma auto_vacuum').get()!['auto_vacuum'];
  };
  assert.equal(modeOf(), 2);
  {
    using database = new DatabaseSync(file);
    database.exec('pragma auto_vacuum = none; pragma journal_mode = delete; vacuum');
  }
  assert.equal(modeOf(), 0);
  await prepareDatabase(file);
  assert.equal(modeOf(), 2);
  await using reads = await openReadStore({ file });
  assert.equal((await wholeRoom(reads, LOBBY_ID)).length, 201);
});

test('a migration that fails leaves the database as it was, to be tried again', async () => {
  using folder = temporaryFolder();
  const file = folder.file('skein.db');
  await databaseWithMessages(file);
  const torn = prepareDatabase(file, { migrations: { ...MIGRATIONS, '0999-hats': async () => tornHats } });
  await assert.rejects(torn, /torn/);
  assert.ok(!hasTable(file, 'hats'));
  await prepareDatabase(file, { migrations: { ...MIGRATIONS, '0999-hats': async () => hats } });
  assert.ok(hasTable(file, 'hats'));
  assert.equal(await messagesIn(file), 200);
});

test('a newer database is refused and left alone', async () => {
  using folder = temporaryFolder();
  const file = folder.file('skein.db');
  await prepareDatabase(file, { migrations: { ...MIGRATIONS, '0999-hats': async () => hats } });
  await assert.rejects(prepareDatabase(file), isRefusedAs('newer'));
  await assert.rejects(openLedgerStore({ file }), isRefusedAs('newer'));
  await prepareDatabase(file, { migrations: { ...MIGRATIONS, '0999-hats': async () => hats } });
});

test('a file that is no database, or somebody else’s, is refused and left alone', async () => {
  using folder = temporaryFolder();
  const text = folder.file('text.db');
  writeFileSync(text, 'This is not a database, however long it may be. '.repeat(100));
  const before = readFileSync(text);
  await assert.rejects(prepareDatabase(text), isRefusedAs('not-a-database'));
  await assert.rejects(openReadStore({ file: text }), isRefusedAs('not-a-database'));
  assert.deepEqual(readFileSync(text), before);

  const foreign = folder.file('foreign.db');
  using database = new DatabaseSync(foreign);
  database.exec('create table bookmarks (url text)');
  await assert.rejects(prepareDatabase(foreign), isRefusedAs('not-a-database'));
  assert.ok(!hasTable(foreign, 'meta'));
});

test('a database that was cut short, or whose pages were overwritten, is refused', async () => {
  using folder = temporaryFolder();
  const short = folder.file('short.db');
  await databaseWithMessages(short);
  truncateSync(short, Math.floor(statSync(short).size / 2 / 4096) * 4096);
  await assert.rejects(prepareDatabase(short), isRefusedAs('damaged'));

  const scribbled = folder.file('scribbled.db');
  await databaseWithMessages(scribbled);
  const descriptor = openSync(scribbled, 'r+');
  for (let page = 2; page < 8; page++) writeSync(descriptor, Buffer.alloc(512, 0xa5), 0, 512, page * 4096);
  closeSync(descriptor);
  await assert.rejects(prepareDatabase(scribbled), isRefusedAs('damaged'));
});

test('a database that cannot be opened is said in one line', async () => {
  using folder = temporaryFolder();
  const missing = folder.file('missing.db');
  await assert.rejects(openReadStore({ file: missing }), isRefusedAs('unreachable'));
  assert.ok(!existsSync(missing));
  await assert.rejects(prepareDatabase(folder.path), isRefusedAs('unreachable'));
});
