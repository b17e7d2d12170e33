import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after, before, suite, test } from 'node:test';
import { builtServer, type StartedServer, startServer } from '@skein/bench/start';
import { generate } from 'selfsigned';

/** `skein get` as a process of its own. */
function spawned(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [builtServer(), 'get', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, ended: once(child, 'exit').then(([code]) => code as number | null), said: text(child.stderr) };
}

async function got(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { child, ended, said } = spawned(args, env);
  const [code, body, errors] = await Promise.all([ended, text(child.stdout), said]);
  return { code, body, said: errors };
}

suite('skein get', () => {
  let folder: string;
  let certFile: string;
  let plain: StartedServer;
  let secure: StartedServer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skein-prove-'));
    const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      keySize: 2048,
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    certFile = join(folder, 'cert.pem');
    const keyFile = join(folder, 'key.pem');
    await writeFile(certFile, cert);
    await writeFile(keyFile, key);
    const site = await mkdtemp(join(folder, 'site-'));
    await writeFile(join(site, 'page.html'), '<p>A page.</p>\n'.repeat(1_000));
    const args = ['--workers', '1', '--folder', site];
    plain = await startServer({ args });
    secure = await startServer({ args: [...args, '--tls-cert', certFile, '--tls-key', keyFile] });
  });
  after(async () => {
    await plain.stop();
    await secure.stop();
    await rm(folder, { recursive: true });
  });

  test('gets a page of ours by host, port and path, and by URL', async () => {
    const byUrl = await got([`${plain.url}/page.html`]);
    assert.deepEqual([byUrl.code, byUrl.body], [0, '<p>A page.</p>\n'.repeat(1_000)]);
    assert.match(byUrl.said, /^HTTP\/1\.1 200 OK\n/);
    const { hostname, port } = new URL(plain.url);
    const byPort = await got([hostname, port, '/page.html']);
    assert.deepEqual([byPort.code, byPort.body], [byUrl.code, byUrl.body]);
    assert.equal((await got([hostname, port, '/nowhere'])).code, 1);
  });

  test('gets a page over TLS from whoever is trusted', async () => {
    const trusted = await got([`${secure.url}/page.html`], { NODE_EXTRA_CA_CERTS: certFile });
    assert.deepEqual([trusted.code, trusted.body.length], [0, 15_000]);
    const stranger = await got([`${secure.url}/page.html`]);
    assert.deepEqual([stranger.code, stranger.body], [2, '']);
    assert.match(stranger.said, /^skein: The certificate of 127\.0\.0\.1 is not to be trusted \(\w+\); [^\n]+\n$/);
  });

  test('a connection without TLS to a port with it is one line', async () => {
    const { code, said } = await got([`${secure.url.replace('https', 'http')}/page.html`]);
    assert.equal(code, 2);
    assert.match(said, /^skein: [^\n]+\n$/);
  });

  test('a reader that goes away ends it with one line', async (t) => {
    const endless = createServer((socket) => {
      socket.on('error', () => {}).write('HTTP/1.1 200 OK\r\n\r\n');
      new Readable({
        read() {
          this.push(Buffer.alloc(64 * 1024));
        },
      }).pipe(socket);
    }).listen(0, '127.0.0.1');
    await once(endless, 'listening');
    t.after(() => endless.close());
    const { child, ended, said } = spawned(['127.0.0.1', `${(endless.address() as AddressInfo).port}`, '/']);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    assert.equal(await ended, 2);
    assert.match(await said, /\n\nskein: Whoever read the output stopped after \d+ bytes\.\n$/);
  });
});
