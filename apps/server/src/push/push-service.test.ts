import assert from 'node:assert/strict';
import { createECDH, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { Agent } from 'node:https';
import { connect, createServer as createTcpServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import ece from 'http_ece';
import webPush from 'web-push';
import { isPublicAddress, publicLookup } from './public-lookup.ts';
import { pushService } from './push-service.ts';

const PAYLOAD = { t: 'read', room: 'lobby' } as const;

/** A push service, which says `status`, and a device that can read what came. */
async function startPushService(status: number, headers: Record<string, string> = {}) {
  const came: { request: IncomingMessage; body: Buffer }[] = [];
  const server = createServer((request, response) => {
    void request.toArray().then((pieces) => {
      came.push({ request, body: Buffer.concat(pieces) });
      response.writeHead(status, headers).end();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  // What would be TLS leads to a plain server here.
  const agent = new Agent();
  Object.assign(agent, { createConnection: () => connect(port, '127.0.0.1') });
  const device = createECDH('prime256v1');
  const auth = randomBytes(16).toString('base64url');
  const keys = { p256dh: device.generateKeys('base64url'), auth };
  const subscription = { endpoint: 'https://push.example.org/device', keys, account: 'ada', session: 'one' };
  return {
    came,
    subscription,
    agent,
    read: (body: Buffer) => String(ece.decrypt(body, { version: 'aes128gcm', privateKey: device, authSecret: auth })),
    async [Symbol.asyncDispose]() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Begins an answer that never ends, though something always comes. */
function createDripping() {
  const timers = new Set<NodeJS.Timeout>();
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 201 Created\r\nX-Drip: ');
    timers.add(setInterval(() => socket.write('.'), 10));
  });
  const listening = once(server.listen(0, '127.0.0.1'), 'listening').then(() => server);
  const close = () => {
    for (const timer of timers) clearInterval(timer);
    server.close();
  };
  return { listening, close };
}

const service = (agent: Agent) =>
  pushService({ keys: webPush.generateVAPIDKeys(), contact: 'mailto:operator@skein.invalid', agent });

test('a message comes encrypted for its device alone, signed with the server’s key, under its topic', async () => {
  await using pushes = await startPushService(201);
  assert.deepEqual(await service(pushes.agent)(pushes.subscription, PAYLOAD, 'topic'), { kind: 'taken' });
  const [{ request, body }] = pushes.came as [(typeof pushes.came)[number]];
  assert.equal(pushes.read(body), JSON.stringify(PAYLOAD));
  assert.ok(!body.includes('lobby'));
  assert.equal(request.headers['topic'], 'topic');
  assert.match(String(request.headers['authorization']), /^vapid t=\S+, ?k=\S+$/);
});

test('what a push service says is understood', async () => {
  const said = async (status: number, headers?: Record<string, string>) => {
    await using pushes = await startPushService(status, headers);
    return await service(pushes.agent)(pushes.subscription, PAYLOAD, 'topic');
  };
  assert.deepEqual(await said(410), { kind: 'gone' });
  assert.deepEqual(await said(404), { kind: 'gone' });
  assert.deepEqual(await said(413), { kind: 'refused', why: 'HTTP 413' });
  assert.deepEqual(await said(429, { 'retry-after': '7' }), { kind: 'later', why: 'HTTP 429', retryAfterMs: 7_000 });
  assert.deepEqual(await said(502), { kind: 'later', why: 'HTTP 502', retryAfterMs: undefined });
});

test('a push service that answers a byte at a time is not waited for', async () => {
  await using pushes = await startPushService(201);
  const dripping = createDripping();
  const { port } = (await dripping.listening).address() as AddressInfo;
  const agent = new Agent();
  Object.assign(agent, { createConnection: () => connect(port, '127.0.0.1') });
  const keys = webPush.generateVAPIDKeys();
  const deliver = pushService({ keys, contact: 'mailto:operator@skein.invalid', agent, timeoutMs: 100 });
  assert.equal((await deliver(pushes.subscription, PAYLOAD, 'topic')).kind, 'later');
  agent.destroy();
  dripping.close();
});

test('nobody makes the server knock at addresses of its own network', async () => {
  for (const address of ['127.0.0.1', '10.1.2.3', '192.168.0.9', '169.254.1.1', '::1', 'fd00::1', '::ffff:127.0.0.1'])
    assert.equal(isPublicAddress(address), false, address);
  assert.equal(isPublicAddress('93.184.216.34'), true);

  const agent = new Agent({ lookup: publicLookup });
  const deliver = service(agent);
  await using pushes = await startPushService(201);
  for (const host of ['127.0.0.1', '[::1]', '10.0.0.1']) {
    const subscription = { ...pushes.subscription, endpoint: `https://${host}/device` };
    assert.equal((await deliver(subscription, PAYLOAD, 'topic')).kind, 'refused', host);
  }
  const named = { ...pushes.subscription, endpoint: 'https://localhost/device' };
  assert.deepEqual(await deliver(named, PAYLOAD, 'topic'), {
    kind: 'later',
    why: 'localhost is not an address of the internet',
    retryAfterMs: undefined,
  });
  agent.destroy();
});
