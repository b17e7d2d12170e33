import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { complaint, got, listening } from './testing/trying.ts';

function serving(t: TestContext, answer: RequestListener): Promise<string> {
  return listening(t, createServer(answer));
}

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'skein-get-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

test('the head goes to standard error, the body to standard output', async (t) => {
  const requests: IncomingMessage[] = [];
  const origin = await serving(t, (request, response) => {
    requests.push(request);
    response.setHeader('X-Colour', 'green');
    response.end('Hello.');
  });
  const { port } = new URL(origin);
  const outcome = await got(['127.0.0.1', port, '/a?b']);
  assert.equal(outcome.code, 0);
  assert.equal(outcome.body.toString(), 'Hello.');
  assert.match(outcome.said, /^HTTP\/1\.1 200 OK\nX-Colour: green\n(?:.+\n)+\n$/);
  const [request] = requests;
  assert.deepEqual([request?.method, request?.url, request?.httpVersion], ['GET', '/a?b', '1.1']);
  assert.deepEqual([request?.headers.host, request?.headers.connection], [`127.0.0.1:${port}`, 'close']);
});

for (const [status, code] of [
  [200, 0],
  [204, 0],
  [301, 1],
  [304, 1],
  [404, 1],
  [503, 1],
] as const) {
  test(`an answer with status ${status} is exit code ${code}`, async (t) => {
    const origin = await serving(t, (_, response) => void response.writeHead(status).end());
    assert.equal((await got([origin])).code, code);
  });
}

test('the body of an error is shown as well', async (t) => {
  const origin = await serving(t, (_, response) => void response.writeHead(404).end('Nothing here.'));
  assert.equal((await got([origin])).body.toString(), 'Nothing here.');
});

test('a large body in chunks and gzip arrives whole', async (t) => {
  const large = Buffer.alloc(5_000_000, 'All work and no play. ');
  const origin = await serving(t, ({ headers }, response) => {
    assert.match(headers['accept-encoding'] ?? '', /gzip/);
    response.setHeader('Content-Encoding', 'gzip');
    const coded = gzipSync(large);
    for (let at = 0; at < coded.length; at += 1000) response.write(coded.subarray(at, at + 1000));
    response.end();
  });
  const outcome = await got([origin]);
  assert.equal(outcome.code, 0);
  assert.ok(outcome.body.equals(large));
});

test('-I asks for the headers only', async (t) => {
  const origin = await serving(t, ({ method }, response) => {
    assert.equal(method, 'HEAD');
    response.setHeader('Content-Length', 1000).setHeader('Content-Encoding', 'gzip').end();
  });
  const outcome = await got(['-I', origin]);
  assert.deepEqual([outcome.code, outcome.body.length], [0, 0]);
  assert.match(outcome.said, /Content-Length: 1000/);
});

test('-o writes the body to a file, also an empty one', async (t) => {
  const file = join(await temporaryFolder(t), 'page');
  const origin = await serving(t, ({ url }, response) => void response.end(url === '/empty' ? '' : 'Hello.'));
  const outcome = await got(['-o', file, origin]);
  assert.deepEqual([outcome.code, outcome.body.length], [0, 0]);
  assert.equal(await readFile(file, 'utf8'), 'Hello.');
  assert.equal((await got([`--output=${file}`, `${origin}/empty`])).code, 0);
  assert.equal(await readFile(file, 'utf8'), '');
});

test('a file that cannot be written is one line', async (t) => {
  const folder = await temporaryFolder(t);
  const origin = await serving(t, (_, response) => void response.end('Hello.'));
  const outcome = await got(['-o', join(folder, 'nowhere/page'), origin]);
  assert.equal(outcome.code, 2);
  assert.match(complaint(outcome), /^skein: Cannot write to .*nowhere\/page \(ENOENT\)\.$/);
});

test('a redirect is followed on request only', async (t) => {
  const origin = await serving(t, ({ url }, response) => {
    if (url === '/new/page') response.end('Here.');
    else response.writeHead(302, { Location: url === '/old' ? '/new/' : 'page' }).end('Not here.');
  });
  const stayed = await got([`${origin}/old`]);
  assert.deepEqual([stayed.code, stayed.body.toString()], [1, 'Not here.']);
  assert.equal(complaint(stayed), 'skein: It is at /new/; -L follows redirects.');
  const followed = await got(['-L', `${origin}/old`]);
  assert.deepEqual([followed.code, followed.body.toString()], [0, 'Here.']);
  assert.equal(followed.said.match(/^HTTP\/1\.1 \d+/gm)?.join(), 'HTTP/1.1 302,HTTP/1.1 302,HTTP/1.1 200');
});

test('ten redirects are followed and eleven are not', async (t) => {
  const origin = await serving(t, ({ url = '' }, response) => {
    const left = Number(url.slice(1));
    if (left === 0) response.end('Here.');
    else response.writeHead(307, { Location: `/${left - 1}` }).end();
  });
  assert.equal((await got(['-L', `${origin}/10`])).body.toString(), 'Here.');
  const outcome = await got(['-L', `${origin}/11`]);
  assert.equal(outcome.code, 2);
  assert.equal(complaint(outcome), 'skein: There are more than 10 redirects in a row.');
});

test('a redirect to what is no web address is one line', async (t) => {
  const origin = await serving(
    t,
    (_, response) => void response.writeHead(301, { Location: 'file:///etc/passwd' }).end(),
  );
  const outcome = await got(['-L', origin]);
  assert.equal(outcome.code, 2);
  assert.equal(complaint(outcome), 'skein: The redirect to "file:///etc/passwd" cannot be followed.');
});

test('how far a large body is shows on a terminal that does not show the body', async (t) => {
  const large = Buffer.alloc(3_000_000);
  const origin = await serving(t, (_, response) => void response.setHeader('Content-Length', large.length).end(large));
  const shown = await got([origin], { errors: true });
  assert.match(shown.said, /\d\.\d MB of 3\.0 MB \(\d+%\)/);
  assert.ok(shown.said.endsWith('\r\x1b[K'), 'the line is gone at the end');
  for (const isTTY of [{}, { errors: true, output: true }]) {
    assert.doesNotMatch((await got([origin], isTTY)).said, / MB/);
  }
});

test('--help tells every option and exit code', async () => {
  const { code, body, said } = await got(['--help']);
  assert.deepEqual([code, said], [0, '']);
  for (const word of ['-o,', '-I,', '-L,', '-t,', 'HOST PORT PATH', 'URL', '  0  ', '  1  ', '  2  ']) {
    assert.ok(body.includes(word), word);
  }
});

for (const args of [
  [],
  ['--colour', 'http://localhost/'],
  ['-o'],
  ['-t', 'soon', 'http://localhost/'],
  ['localhost'],
]) {
  test(`skein get ${args.join(' ')} is refused in one line`, async () => {
    const { code, body, said } = await got(args);
    assert.deepEqual([code, body.length], [2, 0]);
    assert.match(said, /^skein: [^\n]+\n$/);
  });
}
