import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, suite, test } from 'node:test';
import { Chat, LOBBY } from './chat.ts';
import { House } from './house.ts';
import { registered } from './person.ts';
import { skein } from './skein.ts';
import { until } from './until.ts';

suite('backup and restore', () => {
  let house: House;
  let folder: string;
  let backupFile: string;

  before(async () => {
    house = await House.open({ args: ['--workers', '2'] });
    folder = await mkdtemp(join(tmpdir(), 'skein-prove-'));
    backupFile = join(folder, 'skein.tar');
    await mkdir(join(house.dataFolder, 'anything', 'deep'), { recursive: true });
    await writeFile(join(house.dataFolder, 'anything', 'deep', 'picture'), 'a picture');
    await writeFile(join(house.dataFolder, 'anything', 'half.part'), 'half');
    using other = new DatabaseSync(join(house.dataFolder, 'other.db'));
    other.exec(`create table kept (word text); insert into kept values ('kept')`);
  });
  after(async () => {
    await house[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  test('a backup taken while people write brings back what was acknowledged, and whoever saw more gets a snapshot', async () => {
    using ada = new Chat(await registered(house.url, 'Ada'));
    await until('Ada to be live', () => ada.isLive);
    for (let n = 1; n <= 20; n++) ada.says(`before ${n}`);
    await until('the acknowledgements', () => ada.isAnswered);

    let isDone = false;
    const backup = skein(['backup', '--data', house.dataFolder, backupFile]).finally(() => (isDone = true));
    for (let n = 1; !isDone; n++) {
      ada.says(`meanwhile ${n}`);
      await until('an acknowledgement', () => ada.isAnswered);
    }
    const { code, output, errors } = await backup;
    assert.deepEqual([code, errors], [0, '']);
    assert.match(output, /skein\.tar is written and checked: \d+\.\d MB\n$/);
    assert.equal((await stat(backupFile)).mode & 0o777, 0o600);
    assert.deepEqual(await readdir(folder), ['skein.tar'], 'nothing half-made is left');
    ada.says('after the backup');
    await until('the acknowledgement', () => ada.isAnswered);
    const seen = [...ada.bodies()];

    const whileRunning = await skein(['restore', '--data', house.dataFolder, backupFile]);
    assert.equal(whileRunning.code, 2);
    assert.match(whileRunning.errors, /^skein: a server is running on the data folder .*: stop it first\n$/);

    assert.equal(await house.server.stop(), 0);
    await rm(join(house.dataFolder, 'anything', 'deep', 'picture'));
    using other = new DatabaseSync(join(house.dataFolder, 'other.db'));
    other.exec(`update kept set word = 'changed since'`);
    const restored = await skein(['restore', '--data', house.dataFolder, backupFile]);
    assert.deepEqual([restored.code, restored.errors], [0, '']);
    assert.match(restored.output, /What was there before is in .*before-restore-/);
    assert.equal(await readFile(join(house.dataFolder, 'anything', 'deep', 'picture'), 'utf8'), 'a picture');
    using restoredOther = new DatabaseSync(join(house.dataFolder, 'other.db'));
    assert.equal(restoredOther.prepare('select word from kept').get()?.['word'], 'kept');

    await house.startAgain();
    await until('Ada to be told to begin anew', () => ada.isLive && ada.resets === 1);
    const { n } = ada.rooms.get(LOBBY)!;
    assert.ok(n >= 20 && n < seen.length, `the restored Lobby has ${n} of ${seen.length} messages`);
    const history = await ada.person.rest.history(LOBBY);
    assert.ok(history.ok);
    const bodies = history.value.events.flatMap((event) => (event.t === 'message' ? [event.body] : []));
    assert.deepEqual(bodies, seen.slice(0, n).slice(-bodies.length), 'it is the beginning of what was said');
    ada.says('and on we go');
    await until('the acknowledgement', () => ada.isAnswered);
    assert.deepEqual(ada.bodies(), ['and on we go']);
    assert.equal(ada.rooms.get(LOBBY)!.n, n + 1);
  });

  test('what is foreign, cut short or damaged is refused in one line and changes nothing', async () => {
    const data = join(folder, 'data');
    await mkdir(data);
    await writeFile(join(data, 'mine'), 'mine');
    const whole = await readFile(backupFile);
    const damaged = Buffer.from(whole);
    damaged[Math.floor(whole.length / 2)]! ^= 1;
    const bad: readonly (readonly [string, Buffer | string, RegExp])[] = [
      ['text.tar', 'To whom it may concern. '.repeat(1_000), /is no backup of Skein's/],
      ['empty.tar', '', /is no backup of Skein's/],
      ['damaged.tar', damaged, /is damaged, its checksums do not agree/],
      ...[1, 600, 20_000, whole.length >> 1, whole.length - 3_000].map(
        (length) => [`${length}.tar`, whole.subarray(0, length), /is (cut short|no backup)/] as const,
      ),
    ];
    for (const [name, content, line] of bad) {
      const file = join(folder, name);
      await writeFile(file, content);
      const { code, output, errors } = await skein(['restore', '--data', data, file]);
      assert.deepEqual([code, output], [2, ''], name);
      assert.match(errors, /^skein: [^\n]+\n$/);
      assert.match(errors, line);
      assert.deepEqual((await readdir(data)).sort(), ['lock.db', 'mine'], name);
    }
  });

  test('a backup does not overwrite, and tells what it cannot do', async () => {
    const before = await readFile(backupFile);
    for (const [args, line] of [
      [[backupFile], /is there already/],
      [[join(folder, 'nowhere', 'skein.tar')], /there is no folder/],
      [[join(house.dataFolder, 'skein.tar')], /is in the data folder itself/],
      [[], /Write it as: skein backup/],
    ] as const) {
      const { code, errors } = await skein(['backup', '--data', house.dataFolder, ...args]);
      assert.equal(code, 2);
      assert.match(errors, line);
    }
    assert.deepEqual(await readFile(backupFile), before);
  });

  test('a database with a damaged page is not backed up as if it were whole', async () => {
    const data = join(folder, 'torn');
    await skein(['restore', '--data', data, backupFile]);
    const database = join(data, 'skein.db');
    const { size } = await stat(database);
    await truncate(database, 8_192);
    await appendFile(database, Buffer.alloc(size - 8_192, 0xff));
    const { code, errors } = await skein(['backup', '--data', data, join(folder, 'torn.tar')]);
    assert.equal(code, 2);
    assert.match(errors, /^skein: the database .* is damaged [^\n]*: restore a backup\n$/);
    assert.ok(!(await readdir(folder)).some((name) => name.startsWith('torn.tar')));
  });
});
