import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFile, mkdir, open, readdir, readlink, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { ServedFolder } from './testing/served-folder.ts';

for (const watch of [true, false]) {
  const way = watch ? 'by watching' : 'by looking alone';
  // A watched folder is never looked at for its age here, so that only the watcher can have noticed.
  const options = watch ? { watch, trustMs: 3_600_000 } : { watch, trustMs: 20 };

  test(`changed, added and deleted files are noticed ${way}`, async () => {
    await using served = await ServedFolder.open({ 'folder/a.txt': 'one' }, options);
    assert.equal((await served.ask('/a.txt')).text, 'one');
    await served.write('folder/a.txt', 'two');
    await served.askUntil('/a.txt', ({ text }) => text === 'two');
    assert.equal((await served.ask('/b.txt')).status, 404);
    await served.write('folder/b.txt', 'new');
    await served.askUntil('/b.txt', ({ text }) => text === 'new');
    await rm(join(served.folder, 'a.txt'));
    await served.askUntil('/a.txt', ({ status }) => status === 404);
  });

  test(`an editor's save through a second file is noticed ${way}`, async () => {
    await using served = await ServedFolder.open({ 'folder/a.txt': 'one' }, options);
    for (let i = 0; i < 5; i++) {
      await served.write('folder/.a.txt.swp', `save ${i}`);
      await rename(join(served.folder, '.a.txt.swp'), join(served.folder, 'a.txt'));
      await served.askUntil('/a.txt', ({ text }) => text === `save ${i}`);
    }
  });

  test(`directories made, filled, renamed and deleted are noticed ${way}`, async () => {
    await using served = await ServedFolder.open({}, options);
    assert.equal((await served.ask('/x/y/z/a.txt')).status, 404);
    await served.write('folder/x/y/z/a.txt', 'deep');
    await served.askUntil('/x/y/z/a.txt', ({ text }) => text === 'deep');
    await served.write('folder/x/y/z/b.txt', 'later');
    await served.askUntil('/x/y/z/b.txt', ({ text }) => text === 'later');
    await rename(join(served.folder, 'x'), join(served.folder, 'renamed'));
    await served.askUntil('/renamed/y/z/b.txt', ({ text }) => text === 'later');
    await served.askUntil('/x/y/z/b.txt', ({ status }) => status === 404);
    await served.write('folder/renamed/y/z/b.txt', 'changed');
    await served.askUntil('/renamed/y/z/b.txt', ({ text }) => text === 'changed');
    await rm(join(served.folder, 'renamed'), { recursive: true });
    await served.askUntil('/renamed/y/z/b.txt', ({ status }) => status === 404);
  });

  test(`compressed siblings that come and go are noticed ${way}`, async () => {
    await using served = await ServedFolder.open({ 'folder/a.css': 'a{}' }, options);
    const gzip = { headers: { 'accept-encoding': 'gzip' } };
    assert.equal((await served.ask('/a.css', gzip)).headers['content-encoding'], undefined);
    await served.write('folder/a.css.gz', gzipSync('a{}'));
    await served.askUntil('/a.css', ({ headers }) => headers['content-encoding'] === 'gzip', gzip);
    await rm(join(served.folder, 'a.css.gz'));
    await served.askUntil('/a.css', ({ headers }) => headers['content-encoding'] === undefined, gzip);
  });
}

test('a whole folder swapped for another, as releases are, is noticed', async () => {
  await using served = await ServedFolder.open({
    'one/index.html': 'one',
    'one/a/b.txt': 'one',
    'two/index.html': 'two',
    'two/a/c.txt': 'two',
  });
  await rm(served.folder, { recursive: true });
  await symlink('one', served.folder);
  await served.askUntil('/', ({ text }) => text === 'one');
  await served.askUntil('/a/b.txt', ({ text }) => text === 'one');
  await symlink('two', join(served.base, 'next'));
  await rename(join(served.base, 'next'), served.folder);
  await served.askUntil('/', ({ text }) => text === 'two');
  await served.askUntil('/a/c.txt', ({ text }) => text === 'two');
  await served.askUntil('/a/b.txt', ({ status }) => status === 404);
});

test('a folder that goes away is empty, and served again when it comes back', async () => {
  await using served = await ServedFolder.open({ 'folder/a.txt': 'a' }, { trustMs: 20 });
  await rename(served.folder, join(served.base, 'away'));
  await served.askUntil('/a.txt', ({ status }) => status === 404);
  await rename(join(served.base, 'away'), served.folder);
  await served.askUntil('/a.txt', ({ text }) => text === 'a');
});

test('files replaced all the time arrive whole, one version or another', async () => {
  await using served = await ServedFolder.open({
    'folder/small.txt': '0'.repeat(50_000),
    'folder/large.txt': '0'.repeat(400_000),
  });
  let isDone = false;
  const replacing = (async () => {
    for (let i = 1; !isDone; i++) {
      for (const [name, length] of [
        ['small.txt', 50_000],
        ['large.txt', 400_000],
      ] as const) {
        await served.write('folder/.next', String(i % 10).repeat(length + (i % 7)));
        await rename(join(served.folder, '.next'), join(served.folder, name));
      }
    }
  })();
  for (let i = 0; i < 150; i++) {
    for (const path of ['/small.txt', '/large.txt']) {
      const { headers, text } = await served.ask(path);
      assert.equal(text.length, Number(headers['content-length']));
      assert.equal(text, text.charAt(0).repeat(text.length));
    }
  }
  isDone = true;
  await replacing;
});

test('a large file rewritten while it is sent ends the connection instead of a mixture', async () => {
  await using served = await ServedFolder.open({ 'folder/large.bin': Buffer.alloc(20_000_000, 1) });
  for (const rewrite of [
    (path: string) => truncate(path, 1_000_000),
    async (path: string) => {
      await using handle = await open(path, 'r+');
      await handle.write(Buffer.from([2]), 0, 1, 5);
    },
  ]) {
    await writeFile(join(served.folder, 'large.bin'), Buffer.alloc(20_000_000, 1));
    await served.askUntil('/large.bin', ({ headers }) => headers['content-length'] === '20000000', { method: 'HEAD' });
    const socket = await startReading(served.port, '/large.bin');
    await rewrite(join(served.folder, 'large.bin'));
    const received = Buffer.concat(await socket.toArray().catch(() => [])).byteLength;
    assert.ok(received < 20_000_000);
  }
});

test('a large file that only grows while it is sent arrives as it was', async () => {
  await using served = await ServedFolder.open({ 'folder/large.log': Buffer.alloc(5_000_000, 1) });
  const socket = await startReading(served.port, '/large.log');
  await appendFile(join(served.folder, 'large.log'), Buffer.alloc(1_000, 2));
  const answer = Buffer.concat(await socket.toArray());
  const body = answer.subarray(answer.indexOf('\r\n\r\n') + 4);
  assert.ok(body.equals(Buffer.alloc(5_000_000, 1)));
});

test('clients that leave in the middle of a large file leave no file open', async () => {
  await using served = await ServedFolder.open({ 'folder/large.bin': Buffer.alloc(20_000_000, 1) });
  for (let i = 0; i < 30; i++) {
    const socket = await startReading(served.port, '/large.bin');
    socket.destroy();
  }
  while ((await openedBelow(served.folder)) > 0) await turn();
  assert.deepEqual(served.errors, []);
});

test('a folder with too many entries is served up to the limit, and the operator is told once', async () => {
  const files = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`folder/${i}.txt`, String(i)]));
  await using served = await ServedFolder.open(files, { maxEntries: 50 });
  const statuses = await Promise.all(
    Object.keys(files).map(async (path) => (await served.ask(path.slice('folder'.length))).status),
  );
  const count = statuses.filter((status) => status === 200).length;
  assert.ok(count > 40 && count <= 50, String(count));
  assert.deepEqual(served.warnings.length, 1);
});

test('a directory with more entries than are served answers, and does not fill the memory', async () => {
  await using served = await ServedFolder.open({}, { maxEntries: 100 });
  await mkdir(join(served.folder, 'many'));
  await Promise.all(Array.from({ length: 1_000 }, (_, i) => writeFile(join(served.folder, 'many', `${i}.txt`), '')));
  const asked = Array.from({ length: 1_000 }, (_, i) => served.ask(`/many/${i}.txt`));
  const found = (await Promise.all(asked)).filter(({ status }) => status === 200);
  assert.ok(found.length > 90 && found.length <= 100, String(found.length));
});

test('beyond the budget for memory files are still served', async () => {
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`folder/${i}.txt`, String(i).repeat(1_000)]));
  await using served = await ServedFolder.open(files, { budgetBytes: 10_000 });
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 40; i++) assert.equal((await served.ask(`/${i}.txt`)).text, String(i).repeat(1_000));
  }
});

/** Asks for a path and waits for the first bytes of the answer; nothing more is read until the socket is. */
async function startReading(port: number, path: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  await once(socket, 'readable');
  return socket;
}

async function openedBelow(folder: string): Promise<number> {
  const numbers = await readdir('/proc/self/fd');
  const paths = await Promise.all(numbers.map((number) => readlink(`/proc/self/fd/${number}`).catch(() => '')));
  return paths.filter((path) => path.startsWith(`${folder}/`)).length;
}
