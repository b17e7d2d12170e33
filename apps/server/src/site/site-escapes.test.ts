import assert from 'node:assert/strict';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { ServedFolder } from './testing/served-folder.ts';

const SECRET = 'nobody may read this';
const FILES = {
  'secret.txt': SECRET,
  'folder-twin/secret.txt': SECRET,
  'folder/index.html': 'home',
  'folder/sub/a.txt': 'a',
  'folder/.env': SECRET,
  'folder/.git/config': SECRET,
  'folder/sub/.hidden/x.txt': SECRET,
  'folder/sub/.well-known/x.txt': SECRET,
  'folder/.well-known/.private': SECRET,
  'dist/index.html': 'chat',
  'dist/.vite/manifest.json': SECRET,
};

const ESCAPES = [
  '/../secret.txt',
  '/../../secret.txt',
  '/sub/../../secret.txt',
  '/sub/../../folder-twin/secret.txt',
  '/./../secret.txt',
  '//../secret.txt',
  '/..//secret.txt',
  '/%2e%2e/secret.txt',
  '/%2E%2E/secret.txt',
  '/.%2e/secret.txt',
  '/%2e./secret.txt',
  '/..%2fsecret.txt',
  '/..%2Fsecret.txt',
  '/%2e%2e%2fsecret.txt',
  '/%252e%252e/secret.txt',
  '/%252e%252e%252fsecret.txt',
  '/..%255csecret.txt',
  '/..\\secret.txt',
  '/..%5csecret.txt',
  '/%5c..%5csecret.txt',
  '/sub/..%5c..%5csecret.txt',
  '/%c0%ae%c0%ae/secret.txt',
  '/%c0%af..%c0%afsecret.txt',
  '/%e0%80%ae%e0%80%ae/secret.txt',
  '/..%c0%afsecret.txt',
  '/..%ef%bc%8fsecret.txt',
  '/%uff0e%uff0e/secret.txt',
  '/..;/secret.txt',
  '/.../secret.txt',
  '/....//secret.txt',
  '/..%00/secret.txt',
  '/sub/a.txt%00/../../secret.txt',
  '/../folder-twin/secret.txt',
  '/-twin/secret.txt',
  '/..%09/secret.txt',
  '/..%0d%0a/secret.txt',
  '/file:///secret.txt',
  '/~/secret.txt',
  'http://localhost/../secret.txt',
  'http://localhost/%2e%2e/secret.txt',
  'http://localhost//../secret.txt',
  'file:///etc/passwd',
  '/chat/../secret.txt',
  '/chat/..%2f..%2fsecret.txt',
  '/chat/../../secret.txt',
  '/chat/.vite/manifest.json',
  '/.env',
  '/%2eenv',
  '/.env/',
  '/./.env',
  '/.git/config',
  '/%2egit/config',
  '/sub/.hidden/x.txt',
  '/sub/.well-known/x.txt',
  '/.well-known/.private',
];

test(`none of ${ESCAPES.length} forms of path leads out of the folder or to a hidden name`, async () => {
  await using served = await ServedFolder.open(FILES);
  for (const path of ESCAPES) {
    const { status, text } = await served.ask(path);
    assert.ok([400, 404].includes(status), `${path}: ${status}`);
    assert.ok(!text.includes(SECRET), path);
  }
  assert.deepEqual(served.errors, []);
});

test('absolute paths of the machine are not found', async () => {
  await using served = await ServedFolder.open(FILES);
  for (const path of [
    join(served.base, 'secret.txt'),
    `/${join(served.base, 'secret.txt')}`,
    '/etc/passwd',
    '//etc/passwd',
    '/proc/self/environ',
  ]) {
    assert.equal((await served.ask(path)).status, 404, path);
  }
});

test('targets that no browser sends are answered too', async () => {
  await using served = await ServedFolder.open(FILES);
  for (const target of [
    '*',
    '/..\u00e9',
    '/%',
    '/%%',
    '/%f',
    '/\u00ff\u00fe',
    `/${'a/'.repeat(5_000)}`,
    `/${'%61'.repeat(5_000)}`,
  ]) {
    const status = await statusOf(served.port, target);
    assert.ok([400, 404].includes(status), `${target.slice(0, 20)}: ${status}`);
  }
  assert.equal((await served.ask('http://example.org/sub/a.txt')).text, 'a');
});

test('a redirect never leads to another host', async () => {
  await using served = await ServedFolder.open({
    'folder/\\evil.example/index.html': 'x',
    'folder/evil.example/index.html': 'x',
  });
  const { status, headers } = await served.ask('/%5cevil.example');
  assert.deepEqual([status, headers.location], [301, '/%5Cevil.example/']);
  for (const path of ['//evil.example', '/%2fevil.example', '//evil.example/%2e%2e']) {
    const answer = await served.ask(path);
    assert.equal(answer.headers.location, undefined, path);
  }
});

test('.well-known is served, because it exists to be asked for', async () => {
  await using served = await ServedFolder.open({ 'folder/.well-known/security.txt': 'mail us' });
  assert.equal((await served.ask('/.well-known/security.txt')).text, 'mail us');
});

test('a symbolic link inside the folder is followed; one that leads out, to a hidden name, in a circle or nowhere is not', async () => {
  await using served = await ServedFolder.open(FILES);
  const link = (target: string, name: string) => symlink(target, join(served.folder, name));
  await link('sub/a.txt', 'inside.txt');
  await link('sub', 'inside');
  await link('../secret.txt', 'outside.txt');
  await link(join(served.base, 'secret.txt'), 'outside-absolute.txt');
  await link('..', 'outside');
  await link('../folder-twin', 'twin');
  await link('.env', 'env.txt');
  await link('.git', 'git');
  await link('.', 'sub/self');
  await link('..', 'sub/up');
  await link('nowhere', 'broken');
  await link('loop', 'loop');
  await link('/proc/self/environ', 'environ');
  await served.askUntil('/inside.txt', ({ text }) => text === 'a');
  assert.equal((await served.ask('/inside/a.txt')).text, 'a');
  const refused = [
    '/outside.txt',
    '/outside-absolute.txt',
    '/outside/secret.txt',
    '/twin/secret.txt',
    '/env.txt',
    '/git/config',
  ];
  for (const path of [...refused, '/sub/self/a.txt', '/sub/up/sub/a.txt', '/broken', '/loop', '/loop/x', '/environ']) {
    const { status, text } = await served.ask(path);
    assert.equal(status, 404, path);
    assert.ok(!text.includes(SECRET), path);
  }
});

test('a file that becomes a link out of the folder is not served any more', async () => {
  await using served = await ServedFolder.open({ ...FILES, 'folder/a.txt': 'mine' });
  assert.equal((await served.ask('/a.txt')).text, 'mine');
  await symlink(join(served.base, 'secret.txt'), join(served.base, 'link'));
  await rename(join(served.base, 'link'), join(served.folder, 'a.txt'));
  const { text } = await served.askUntil('/a.txt', ({ status }) => status === 404);
  assert.ok(!text.includes(SECRET));
});

test('swapping a directory for a link out of the folder, again and again, never shows what is outside', async () => {
  await using served = await ServedFolder.open({ ...FILES, 'folder/swap/secret.txt': 'harmless' }, { trustMs: 0 });
  const [swap, kept] = [join(served.folder, 'swap'), join(served.base, 'kept')];
  let isDone = false;
  const swapping = (async () => {
    while (!isDone) {
      await rename(swap, kept);
      await symlink(join(served.base, 'folder-twin'), swap);
      await rm(swap);
      await rename(kept, swap);
    }
  })();
  for (let i = 0; i < 300; i++) assert.ok(!(await served.ask('/swap/secret.txt')).text.includes(SECRET));
  isDone = true;
  await swapping;
  await served.askUntil('/swap/secret.txt', ({ text }) => text === 'harmless');
});

test('what is neither file nor directory is not opened', async () => {
  await using served = await ServedFolder.open({ 'folder/a.txt': 'a' });
  const { execFileSync } = await import('node:child_process');
  execFileSync('mkfifo', [join(served.folder, 'fifo')]);
  await mkdir(join(served.folder, 'a-directory.txt'));
  for (const path of ['/fifo', '/a-directory.txt']) assert.equal((await served.ask(path)).status, 404);
});

/** Writes the target to the socket as it is. */
async function statusOf(port: number, target: string): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  socket.end(Buffer.from(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, 'latin1'));
  const answer = Buffer.concat(await socket.toArray()).toString('latin1');
  return Number(answer.split(' ')[1]);
}
