import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { DataFolderError, DataFolderInUse, openDataFolder } from './data-folder.ts';
import { temporaryFolder } from './sqlite/temporary-folder.ts';

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

test('a new data folder and its secrets are for their owner alone, and stay the same', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'deeper', 'data');
  const first = openDataFolder(path);
  assert.equal(first.databaseFile, join(path, 'skein.db'));
  assert.ok(Buffer.from(first.tokenSecret, 'base64url').length >= 32);
  assert.equal(modeOf(path), 0o700);
  for (const name of ['secrets.json', 'lock.db']) assert.equal(modeOf(join(path, name)), 0o600, name);
  first[Symbol.dispose]();

  using second = openDataFolder(path);
  assert.equal(second.tokenSecret, first.tokenSecret);
  using other = openDataFolder(join(folder.path, 'other'));
  assert.notEqual(other.tokenSecret, first.tokenSecret);
});

test('a folder that was there keeps its mode', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'shared');
  mkdirSync(path, { mode: 0o755 });
  using data = openDataFolder(path);
  assert.equal(modeOf(data.path), 0o755);
  assert.equal(modeOf(join(data.path, 'secrets.json')), 0o600);
});

test('a folder that a server holds is refused to another, until it is given back', () => {
  using folder = temporaryFolder();
  const first = openDataFolder(folder.path);
  assert.throws(() => openDataFolder(folder.path), DataFolderInUse);
  assert.throws(
    () => openDataFolder(folder.path),
    /^DataFolderInUse: the data folder .+ is in use by another server: stop that, or/,
  );
  first[Symbol.dispose]();
  openDataFolder(folder.path)[Symbol.dispose]();
});

test('a folder held by another process is free once that was killed', async () => {
  using folder = temporaryFolder();
  const module = new URL('data-folder.ts', import.meta.url).href;
  const script = `import { openDataFolder } from ${JSON.stringify(module)};
    globalThis.held = openDataFolder(${JSON.stringify(folder.path)});
    console.log('held');
    setInterval(() => globalThis.held, 1_000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(holder, 'exit');
  await once(holder.stdout, 'data');
  assert.throws(() => openDataFolder(folder.path), DataFolderInUse);
  holder.kill('SIGKILL');
  await exited;
  openDataFolder(folder.path)[Symbol.dispose]();
});

test('a server that has patience is not refused because somebody looks whether the folder is held', async () => {
  using folder = temporaryFolder();
  const begun = new Int32Array(new SharedArrayBuffer(4));
  const looker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
    import(workerData.module).then(({ holdDataFolder }) => {
      const held = holdDataFolder(workerData.path);
      parentPort.postMessage('held');
      Atomics.wait(workerData.begun, 0, 0);
      held[Symbol.dispose]();
    });`,
    { eval: true, workerData: { begun, path: folder.path, module: new URL('data-folder.ts', import.meta.url).href } },
  );
  await once(looker, 'message');
  assert.throws(() => openDataFolder(folder.path), DataFolderInUse);
  Atomics.store(begun, 0, 1);
  Atomics.notify(begun, 0);
  openDataFolder(folder.path, { patienceMs: 60_000 })[Symbol.dispose]();
  await once(looker, 'exit');
});

test('what cannot be a data folder is said in one line', () => {
  using folder = temporaryFolder();
  writeFileSync(folder.file('file'), 'a file');
  for (const path of [folder.file('file'), join(folder.file('file'), 'data')]) {
    assert.throws(
      () => openDataFolder(path),
      (error) => error instanceof DataFolderError && error.message.includes(path) && !error.message.includes('\n'),
    );
  }
});

test('damaged secrets are said so and left alone, and the folder is given back', () => {
  using folder = temporaryFolder();
  for (const text of ['', '{"tokenSecret":"short"}', 'null']) {
    writeFileSync(folder.file('secrets.json'), text);
    assert.throws(() => openDataFolder(folder.path), /secrets\.json is damaged/);
    assert.equal(readFileSync(folder.file('secrets.json'), 'utf8'), text);
  }
});
