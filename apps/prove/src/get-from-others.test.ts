import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { freePort } from './free-port.ts';
import { skein } from './skein.ts';
import { until } from './until.ts';

const PAGE = '<p>A page, and more of it.</p>\n'.repeat(20_000);

/** Everything that nginx would keep elsewhere is in `folder`. */
function nginxSettings(folder: string, site: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${join(folder, kind)};`)
    .join(' ');
  return `daemon off; pid ${join(folder, 'nginx.pid')}; error_log stderr crit; events {}
    http { access_log off; gzip on; ${temporary} types { text/html html; }
      server { listen 127.0.0.1:${port}; root ${site}; location /moved { return 301 /page.html; } } }`;
}

suite('skein get from other people’s servers', () => {
  let folder: string;
  let site: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skein-prove-'));
    site = join(folder, 'site');
    await mkdir(site);
    await writeFile(join(site, 'page.html'), PAGE);
    // nginx's own worker runs as another account where the tests run as root.
    spawnSync('chmod', ['-R', 'a+rX', folder]);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test(
    'nginx: chunked and with gzip, a redirect, a page that is not there',
    { skip: unless('nginx', '-v') },
    async () => {
      const port = await freePort();
      const settings = join(folder, 'nginx.conf');
      await writeFile(settings, nginxSettings(folder, site, port));
      await using _nginx = await started('nginx', ['-p', folder, '-c', settings], port);
      const page = await skein(['get', '127.0.0.1', String(port), '/page.html']);
      assert.deepEqual([page.code, page.output === PAGE], [0, true], page.errors);
      assert.match(page.errors, /^Content-Encoding: gzip$/m);
      assert.match(page.errors, /^Transfer-Encoding: chunked$/m);
      const moved = `http://127.0.0.1:${port}/moved`;
      assert.equal((await skein(['get', moved])).code, 1);
      const followed = await skein(['get', '-L', moved]);
      assert.deepEqual([followed.code, followed.output === PAGE], [0, true], followed.errors);
      const none = await skein(['get', '127.0.0.1', String(port), '/nowhere']);
      assert.equal(none.code, 1);
      assert.match(none.errors, /^HTTP\/1\.1 404 Not Found$/m);
    },
  );

  test('python’s http.server, which speaks HTTP/1.0', { skip: unless('python3', '--version') }, async () => {
    const port = await freePort();
    const args = ['-m', 'http.server', String(port), '--bind', '127.0.0.1', '--directory', site];
    await using _python = await started('python3', args, port);
    const page = await skein(['get', `http://127.0.0.1:${port}/page.html`]);
    assert.deepEqual([page.code, page.output === PAGE], [0, true], page.errors);
    assert.match(page.errors, /^HTTP\/1\.0 200 OK\n/);
    const head = await skein(['get', '-I', '127.0.0.1', String(port), '/page.html']);
    assert.deepEqual([head.code, head.output], [0, '']);
    assert.equal((await skein(['get', '127.0.0.1', String(port), '/nowhere'])).code, 1);
  });
});

function unless(command: string, question: string): string | false {
  return spawnSync(command, [question]).error ? `${command} is not installed` : false;
}

async function started(command: string, args: readonly string[], port: number): Promise<AsyncDisposable> {
  const child: ChildProcess = spawn(command, args, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  try {
    await until(`${command} to answer`, async () => {
      const { status } = await fetch(`http://127.0.0.1:${port}/page.html`, { method: 'HEAD' });
      return status === 200;
    });
    return { [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
