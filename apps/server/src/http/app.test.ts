import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { ERROR_CODES } from '@skein/protocol/errors';
import { RATES } from '../limits/limits.ts';
import { StorageError } from '../storage/store.ts';
import { createApp } from './app.ts';
import { STATUSES } from './statuses.ts';
import { PASSWORD, startTestServer, type TestServer } from './testing/test-server.ts';

const LOG_IN = { name: 'Ada', password: PASSWORD };

test('R1: every code has a status', () => {
  assert.deepEqual(Object.keys(STATUSES).sort(), Object.keys(ERROR_CODES).sort());
});

test('R2: a page of another site changes nothing', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const own = `http://127.0.0.1:${server.port}`;
  const foreign: Record<string, string>[] = [
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: `https://127.0.0.1:${server.port}` },
    { origin: `http://127.0.0.1:${server.port + 1}` },
    { origin: `${own}.evil.example` },
    { origin: 'http://127.0.0.1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: own, 'sec-fetch-site': 'cross-site' },
    { origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' },
  ];
  for (const headers of foreign) {
    for (const [method, path, body] of [
      ['POST', '/api/session', LOG_IN],
      ['POST', '/api/rooms/lobby/leave'],
      ['DELETE', '/api/session'],
    ] as const) {
      const answered = await ada.asks(method, path, { body, headers });
      assert.deepEqual([answered.status, answered.code], [403, 'forbidden_origin'], JSON.stringify(headers));
    }
  }
  for (const headers of [
    { origin: own },
    { origin: own, 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    {},
  ]) {
    assert.equal((await ada.asks('POST', '/api/session', { body: LOG_IN, headers })).status, 200);
  }
});

test('R2: behind a proxy the origin is the public one', async () => {
  await using server = await startTestServer({ config: { publicUrl: 'https://chat.example.org' } });
  await server.member('Ada');
  const logIn = (headers: Record<string, string>) => server.visitor(headers).logsIn('Ada');
  assert.equal((await logIn({ origin: 'https://chat.example.org' })).status, 200);
  assert.equal((await logIn({ origin: `http://127.0.0.1:${server.port}` })).status, 403);
  assert.equal(
    (await logIn({ origin: 'http://evil.example', host: 'evil.example' })).status,
    403,
    'a name rebound to us',
  );
});

test('R2: forwarded headers count from a trusted proxy alone', async () => {
  const forwarded = {
    origin: 'https://chat.example.org',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'chat.example.org',
  };
  await using trusting = await startTestServer({ config: { trustProxy: ['127.0.0.0/8'] } });
  await trusting.member('Ada');
  const visitor = trusting.visitor(forwarded);
  assert.equal((await visitor.logsIn('Ada')).status, 200);
  assert.match(visitor.setCookie!, /^__Host-skein=.*; Secure$/);
  await using wary = await startTestServer({ config: { trustProxy: ['10.0.0.0/8'] } });
  await wary.member('Ada');
  assert.equal((await wary.visitor(forwarded).logsIn('Ada')).status, 403);
});

test('R3: what is not there is answered as JSON', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const paths = [
    '/api',
    '/api/',
    '/api/nothing',
    '/api/rooms/',
    '/api//rooms',
    '/api/ROOMS',
    '/api/rooms/a/b/c',
    '/api/..%2frooms',
    '/api/__proto__',
    '/api/constructor',
    '/api/operator',
    '/api/healthy',
  ];
  for (const path of paths) {
    for (const method of ['GET', 'POST']) {
      const answered = await ada.asks(method, path);
      assert.deepEqual([answered.status, answered.text], [404, '{"error":{"code":"not_found"}}'], `${method} ${path}`);
      assert.match(answered.headers['content-type']!, /^application\/json/);
    }
  }
});

test('ids that mean something to JavaScript or to a file system are just unknown', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const own = await ada.makesRoom('Knitting');
  for (const id of [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '..',
    '%2e%2e%2f',
    '..%5c',
    '%00',
    'a%2fb',
    "'%20or%201=1",
    'null',
    '0',
    '-1',
    'x'.repeat(5_000),
  ]) {
    for (const path of ['', '/members', '/events']) {
      assert.equal((await ada.asks('GET', `/api/rooms/${id}${path}`)).status, 404, id);
    }
    assert.equal((await ada.asks('POST', `/api/rooms/${id}/join`)).status, 404, id);
    assert.equal((await ada.asks('DELETE', `/api/rooms/${own}/members/${id}`)).status, 404, id);
  }
  for (const id of ['%', '%ff', '%zz']) assert.equal((await ada.asks('GET', `/api/rooms/${id}`)).status, 400, id);
});

test('a method that a path has not is answered with those it has', async () => {
  await using server = await startTestServer();
  const tries: [string, string, string][] = [
    ['PUT', '/api/session', 'OPTIONS, HEAD, POST, GET, DELETE'],
    ['PATCH', '/api/rooms', 'OPTIONS, HEAD, GET, POST'],
    ['GET', '/api/rooms/lobby/join', 'OPTIONS, POST'],
    ['DELETE', '/api/health', 'OPTIONS, HEAD, GET'],
  ];
  for (const [method, path, allow] of tries) {
    const answered = await server.visitor().asks(method, path);
    assert.deepEqual([answered.status, answered.code, answered.headers.allow], [405, 'bad_request', allow]);
  }
  const options = await server.visitor().asks('OPTIONS', '/api/session');
  assert.deepEqual([options.status, options.headers.allow], [204, 'OPTIONS, HEAD, POST, GET, DELETE']);
});

test('HEAD is GET without a body', async () => {
  await using server = await startTestServer();
  const head = await server.visitor().asks('HEAD', '/api/server');
  assert.deepEqual([head.status, head.text], [200, '']);
  assert.equal((await server.visitor().asks('HEAD', '/api/sessions')).status, 401);
});

test('bodies are JSON of at most 64 KiB, and of the right shape', async () => {
  await using server = await startTestServer();
  await server.member('Ada');
  const text = JSON.stringify(LOG_IN);
  const tries: [object, number, string][] = [
    [{ raw: '{"name":' }, 400, 'body: expected JSON'],
    [{ raw: '"a string"' }, 400, 'body: expected JSON'],
    [{ raw: '[]' }, 400, 'expected object'],
    [{ raw: 'null' }, 400, 'body: expected JSON'],
    [{ raw: '{}' }, 400, 'name: expected string'],
    [{ raw: '{"__proto__":{"name":"Ada","password":"correct horse"}}' }, 400, 'name: expected string'],
    [{ raw: '{"name":{"toString":"x"},"password":[]}' }, 400, 'name: expected string'],
    [{ raw: `{"name":"Ada","password":"${'x'.repeat(65_536)}"}` }, 413, 'body: too large'],
    [{ raw: '['.repeat(60_000) }, 400, 'body: expected JSON'],
    [{ raw: text, headers: { 'content-type': 'text/plain' } }, 415, 'Content-Type: expected application/json'],
    [
      { raw: 'name=Ada', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'Content-Type: expected application/json',
    ],
    [{ raw: text, headers: { 'content-type': '' } }, 415, 'Content-Type: expected application/json'],
    [
      { raw: text, headers: { 'content-type': 'application/json; charset=latin1' } },
      415,
      'Content-Type: expected UTF-8',
    ],
    [{ raw: text, headers: { 'content-encoding': 'gzip' } }, 415, 'Content-Encoding: expected none'],
  ];
  for (const [asking, status, reason] of tries) {
    const answered = await server.visitor().asks('POST', '/api/session', asking);
    assert.deepEqual(
      [answered.status, answered.body.error],
      [status, { code: 'bad_request', params: { reason } }],
      JSON.stringify(asking).slice(0, 80),
    );
  }
  assert.equal((await server.visitor().asks('POST', '/api/session')).body.error.params.reason, 'name: expected string');
  assert.equal(
    (
      await server
        .visitor()
        .asks('POST', '/api/session', { raw: text, headers: { 'content-type': 'application/json; charset=utf-8' } })
    ).status,
    200,
  );
  assert.equal(({} as { name?: string }).name, undefined);
});

test('a refusal never repeats what was sent', async () => {
  await using server = await startTestServer();
  const raw = '{"name":"Ada","password":["hunter2"],"setup":{"registration":"hunter2","token":7}}';
  const answered = await server.visitor().asks('POST', '/api/accounts', { raw });
  assert.equal(answered.status, 400);
  assert.ok(!answered.text.includes('hunter2'));
});

test('nothing of the API is cached, sniffed, framed or signed', async () => {
  await using server = await startTestServer();
  for (const path of ['/api/server', '/api/nothing', '/api/session', '/api/health']) {
    const { headers } = await server.visitor().asks('GET', path);
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['x-frame-options'], 'DENY');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['content-security-policy'], "default-src 'none';frame-ancestors 'none'");
    assert.equal(headers['access-control-allow-origin'], undefined);
    assert.equal(headers['x-powered-by'], undefined);
    assert.equal(headers.etag, undefined);
  }
});

test('requests of one address are limited, but not the looks at its health', async () => {
  await using server = await startTestServer();
  for (let index = 0; index < RATES.request.burst; index++) server.services.limits.take('request', '127.0.0.1');
  const limited = await server.visitor().asks('GET', '/api/server');
  assert.deepEqual([limited.status, limited.code, limited.headers['retry-after']], [429, 'too_many_requests', '1']);
  assert.equal((await server.visitor().asks('GET', '/api/nothing')).status, 429);
  assert.equal((await server.visitor().asks('GET', '/api/health')).status, 200);
  server.passTime(1_000);
  assert.equal((await server.visitor().asks('GET', '/api/server')).status, 200);
});

test('health says that the process answers, ready that it can store a message', async () => {
  let health: 'ok' | 'starting' | 'stopping' = 'starting';
  await using server = await startTestServer({ health: () => health });
  const look = async (path: string) => {
    const { status, body } = await server.visitor().asks('GET', path);
    return [status, body];
  };
  for (const state of ['starting', 'ok', 'stopping'] as const) {
    health = state;
    assert.deepEqual(await look('/api/health'), [200, { status: state }]);
    assert.deepEqual(await look('/api/ready'), [state === 'ok' ? 200 : 503, { status: state }]);
  }
});

test('what fails inside is logged and not shown', async () => {
  const broken: TestServer['services']['reads'] = new Proxy({} as never, {
    get: () => () => Promise.reject(new Error('secret path /var/lib/x')),
  });
  await using server = await startTestServer({ reads: broken });
  const answered = await server.visitor().asks('GET', '/api/server');
  assert.deepEqual([answered.status, answered.text], [500, '{"error":{"code":"internal"}}']);
  assert.ok(server.logged.some((line) => line.includes('secret path') && line.includes('"path":"/api/server"')));
});

test('a store that cannot be read is told apart', async () => {
  const broken: TestServer['services']['reads'] = new Proxy({} as never, {
    get: () => () => Promise.reject(new StorageError('disk')),
  });
  await using server = await startTestServer({ reads: broken });
  const answered = await server.visitor().asks('GET', '/api/server');
  assert.deepEqual([answered.status, answered.code], [503, 'storage_failed']);
});

test('/ws without an upgrade says what it wants', async () => {
  await using server = await startTestServer();
  const answered = await server.visitor().asks('GET', '/ws');
  assert.deepEqual([answered.status, answered.code, answered.headers.upgrade], [426, 'bad_request', 'websocket']);
});

test('the site comes first and gets everything that is its own', async () => {
  await using server = await startTestServer();
  const listener = createApp(server.services, {
    site: {
      tryServe: (request, response) => {
        if (request.url!.startsWith('/api')) return false;
        response.end(`{"site":"${request.url}"}`);
        return true;
      },
    },
  });
  const own = createServer(listener);
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  const { port } = own.address() as { port: number };
  try {
    const body = await (await fetch(`http://127.0.0.1:${port}/hosted.html`)).json();
    assert.deepEqual(body, { site: '/hosted.html' });
    assert.equal((await fetch(`http://127.0.0.1:${port}/api/health`)).status, 200);
  } finally {
    own.closeAllConnections();
    own.close();
  }
});

test('requests that are no HTTP, or too large to be honest, do no harm', async () => {
  await using server = await startTestServer();
  const raw = (text: string) =>
    new Promise<string>((resolve) => {
      let answer = '';
      const socket = connect(server.port, '127.0.0.1', () => socket.end(text));
      socket.setEncoding('latin1').on('data', (chunk) => (answer += chunk));
      socket.on('error', () => resolve(answer)).on('close', () => resolve(answer));
    });
  assert.match(await raw('GARBAGE\r\n\r\n'), /^HTTP\/1\.1 400 /);
  assert.match(
    await raw(`GET /api/health HTTP/1.1\r\nHost: x\r\nCookie: ${'x'.repeat(20_000)}\r\n\r\n`),
    /^HTTP\/1\.1 431 /,
  );
  assert.match(
    await raw(
      'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ),
    /^HTTP\/1\.1 400 /,
  );
  assert.match(await raw('GET /api/health HTTP/1.1\r\n\r\n'), /^HTTP\/1\.1 400 /, 'no Host');
  assert.match(await raw('GET /api/health HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 200 /);
  assert.match(
    await raw('GET http://evil.example/api/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
    /^HTTP\/1\.1 (200|404) /,
  );
  assert.match(await raw('GET /api/health HTTP/1.1\r\nHost: a b"<>\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 200 /);
  assert.equal((await server.visitor().asks('GET', '/api/health')).status, 200);
});
