import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { HTTP_TIMEOUTS, SOCKET_IDLE_TIMEOUT_MS } from './timeouts.ts';
import { createWebServer } from './web-server.ts';

/** Sends the text to a server with short timeouts, keeps the connection open, and returns what came until it was cut. */
async function answerTo(text: string): Promise<string> {
  const short = { ...HTTP_TIMEOUTS, headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 10 };
  const server = createWebServer(
    { tls: undefined },
    (request, response) => void request.resume().on('end', () => response.end('all')),
    short,
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('latin1');
  let answer = '';
  socket.on('data', (chunk: string) => (answer += chunk)).on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  server.close();
  return answer;
}

test('who dribbles headers is cut', async () => {
  assert.match(await answerTo('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '), /^HTTP\/1\.1 408 /);
});

test('who dribbles a body is cut', async () => {
  assert.match(await answerTo('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123'), /^HTTP\/1\.1 408 /);
});

test('who says nothing at all is cut', async () => {
  assert.match(await answerTo(''), /^(HTTP\/1\.1 408 |$)/);
});

test('the server listens with the timeouts of this page', () => {
  const server = createWebServer({ tls: undefined }, () => undefined);
  assert.equal(server.headersTimeout, 10_000);
  assert.equal(server.requestTimeout, 30_000);
  assert.equal(server.keepAliveTimeout, HTTP_TIMEOUTS.keepAliveTimeout);
  assert.equal(server.timeout, SOCKET_IDLE_TIMEOUT_MS);
  assert.ok(HTTP_TIMEOUTS.connectionsCheckingInterval <= 2_000);
  server.close();
});
