import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { pino } from 'pino';
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
