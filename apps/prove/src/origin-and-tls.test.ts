import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { test } from 'node:test';
import { startServer } from '@skein/bench/start';
import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { generate } from 'selfsigned';
import { WebSocket } from 'ws';
import { freePort } from './free-port.ts';
import { House, setupTokenOf } from './house.ts';
import { upgrade, Wire } from './wire.ts';

const PUBLIC_URL = 'https://chat.example';
const VISITOR = '203.0.113.7';

test('with a certificate, https and wss work and the cookie is only for them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'skein-prove-'));
  const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  await Promise.all([writeFile(certFile, cert), writeFile(keyFile, key)]);
  await using server = await startServer({ args: ['--workers', '1', '--tls-cert', certFile, '--tls-key', keyFile] });
  assert.match(server.url, /^https:/);

  const setup = { token: setupTokenOf(server), registration: 'open' };
  const asked = httpsRequest(`${server.url}/api/accounts`, {
    method: 'POST',
    ca: cert,
    headers: { 'content-type': 'application/json' },
  });
  asked.end(JSON.stringify({ name: 'Operator', password: 'correct horse', setup }));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  assert.equal(answer.statusCode, 201);
  await json(answer);
  const cookie = answer.headers['set-cookie']?.[0] ?? '';
  assert.match(cookie, /^__Host-skein=[^;]+; .*HttpOnly; SameSite=Strict; Secure$/);
  assert.doesNotMatch(cookie, /Domain/i);

  const headers = { cookie: cookie.split(';')[0]!, origin: server.url };
  using wire = new Wire(new WebSocket(`${server.url.replace(/^http/, 'ws')}/ws`, { ca: cert, headers }));
  await once(wire.webSocket, 'open');
  wire.send({ t: 'hello', v: PROTOCOL_VERSION });
  await wire.gets('live', 2);

  const plain = httpRequest(server.url.replace(/^https/, 'http'), { agent: false });
  plain.end();
  await assert.rejects(once(plain, 'response'), 'plain http is answered on the TLS port');
  await rm(folder, { recursive: true });
});

test('behind a trusted proxy, address and origin are those of the visitor', async () => {
  const port = await freePort();
  const args = ['--workers', '1', '--port', String(port), '--trust-proxy', 'loopback', '--public-url', PUBLIC_URL];
  await using house = await House.open({ args, localUrl: `http://127.0.0.1:${port}` });
  await using proxy = await startProxy(house.port);
  const logIn = { name: house.operator.name, password: house.operator.password };
  const login = await fetch(`${proxy.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify(logIn),
  });
  assert.equal(login.status, 200);
  const [setCookie] = login.headers.getSetCookie();
  assert.match(setCookie!, /^__Host-skein=.*Secure$/);
  const cookie = setCookie!.split(';')[0]!;

  const own = await upgrade(proxy.url, { headers: { cookie, origin: PUBLIC_URL } });
  assert.equal(own.statusCode, 101);
  own.socket.destroy();
  for (const origin of [proxy.url, house.url, 'https://evil.example']) {
    assert.equal((await upgrade(proxy.url, { headers: { cookie, origin } })).statusCode, 403, origin);
    const change = await fetch(`${proxy.url}/api/session`, { method: 'DELETE', headers: { cookie, origin } });
    assert.equal(change.status, 403, origin);
  }

  using wire = new Wire(
    new WebSocket(`${proxy.url.replace(/^http/, 'ws')}/ws`, { headers: { cookie, origin: PUBLIC_URL } }),
  );
  await once(wire.webSocket, 'open');
  wire.send({ t: 'hello', v: PROTOCOL_VERSION });
  await wire.gets('live', 2);
  const list = await fetch(`${proxy.url}/api/operator/clients`, { headers: { cookie } });
  const { clients } = (await list.json()) as { clients: readonly { address: string }[] };
  assert.deepEqual(
    clients.map(({ address }) => address),
    [VISITOR],
  );
});

test('who is no trusted proxy cannot choose an address or an origin', async () => {
  await using house = await House.open({ args: ['--workers', '1'] });
  const cookie = house.operator.node.jar.header;
  const forwarded = { 'x-forwarded-for': VISITOR, 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
  const refused = await upgrade(house.url, { headers: { cookie, ...forwarded, origin: 'https://evil.example' } });
  assert.equal(refused.statusCode, 403);
  using wire = new Wire(new WebSocket(`${house.url.replace(/^http/, 'ws')}/ws`, { headers: { cookie, ...forwarded } }));
  await once(wire.webSocket, 'open');
  wire.send({ t: 'hello', v: PROTOCOL_VERSION });
  await wire.gets('live', 2);
  assert.deepEqual(
    (await house.clients()).map(({ address }) => address),
    ['127.0.0.1'],
  );
});

interface Proxy extends AsyncDisposable {
  readonly url: string;
}

/** The least that a reverse proxy does: it says for whom it asks, and passes WebSockets through. */
async function startProxy(port: number): Promise<Proxy> {
  const forward = ({ url, method, headers }: IncomingMessage) => ({
    port,
    host: '127.0.0.1',
    path: url,
    method,
    headers: {
      ...headers,
      'x-forwarded-for': VISITOR,
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'chat.example',
    },
  });
  const passed = new Set<Duplex>();
  const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    const asked = httpRequest(forward(incoming), (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(asked);
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex) => {
    const { headers, path } = forward(incoming);
    const upstream = connect(port, '127.0.0.1');
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
    upstream.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    upstream.pipe(socket).pipe(upstream);
    for (const end of [upstream, socket]) {
      passed.add(end);
      end.on('error', () => undefined).on('close', () => [upstream, socket].forEach((each) => each.destroy()));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of passed) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
