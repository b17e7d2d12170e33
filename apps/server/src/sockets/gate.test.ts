import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { pino } from 'pino';
import type { WebSocket } from 'ws';
import type { AccountRow } from '../storage/rows.ts';
import { Gate } from './gate.ts';
import type { SessionContext } from './session.ts';

test('a connection whose upgrade was refused is over, also where the other side does not close it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  using gate = new Gate({
    context: { now: Date.now } as SessionContext,
    log: pino({ level: 'silent' }),
    admit: async () => ({ ok: false, status: 401, code: 'not_logged_in' }),
  });
  gate.attach(server);
  const { port } = server.address() as AddressInfo;
  const closed = once(server, 'connection').then(([serverSide]) => once(serverSide, 'close'));
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  client.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  let answer = '';
  client.on('data', (chunk) => (answer += chunk));
  await once(client, 'end');
  await closed;
  assert.match(answer, /^HTTP\/1\.1 401 Unauthorized\r\n.*not_logged_in/s);
  client.destroy();
  server.close();
});

test('C2: who was too slow to say hello is told to come back: its network may have been', (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  let now = 0;
  using gate = new Gate({
    context: { now: () => now } as SessionContext,
    log: pino({ level: 'silent' }),
    admit: () => Promise.reject(new Error('nobody asks')),
  });
  const socket = new PassThrough();
  const webSocket = Object.assign(new EventEmitter(), { close: () => undefined, terminate: () => undefined });
  gate.open(webSocket as unknown as WebSocket, socket, { account: {} as AccountRow, sessionId: '', address: '' });
  context.mock.timers.tick(1_000);
  assert.equal(socket.readableLength, 0);
  now = 11_000;
  context.mock.timers.tick(1_000);
  const bye = socket.read() as Buffer;
  assert.deepEqual(JSON.parse(bye.toString('utf8', 2)), { t: 'bye', code: 'idle', retryInMs: 1_000 });
});
