import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { Outbound } from './outbound.ts';
import { Session, type SessionContext, type SessionOptions } from './session.ts';

test('pings of a client that does not read their answers are not answered without end', () => {
  const { session, webSocket } = sessionOf();
  session.pinged(Buffer.from('1'));
  webSocket.bufferedAmount = 1024 * 1024;
  session.pinged(Buffer.from('2'));
  assert.deepEqual(webSocket.happened, ['pong 1']);
});

test('C5: why it ends goes out before the closing frame, whatever is being written', () => {
  const { session, outbound, socket, webSocket } = sessionOf();
  outbound.push(Buffer.from('first'));
  outbound.flush();
  outbound.push(Buffer.from('second'));
  session.end('stopping', 1012, 500);
  assert.deepEqual(webSocket.happened, ['close 1012']);
  assert.match(socket.handed, /^firstsecond.*"code":"stopping","retryInMs":500/);
});

/** Hands over nothing until the write before is done, and that never is. */
class StuckSocket extends Duplex {
  handed = '';
  override _read(): void {}
  override readonly writableLength = 1;
  override write(chunk: Buffer): boolean {
    this.handed += chunk.toString();
    return false;
  }
}

class TestWebSocket {
  readonly happened: string[] = [];
  bufferedAmount = 0;

  pong(data: Buffer): void {
    this.happened.push(`pong ${data.toString()}`);
  }

  close(code: number): void {
    this.happened.push(`close ${code}`);
  }
}

function sessionOf() {
  const socket = new StuckSocket();
  const outbound = new Outbound(socket, () => undefined);
  const webSocket = new TestWebSocket();
  const context = { now: Date.now, limits: { take: () => ({ ok: true }) } } as unknown as SessionContext;
  const account = { id: 'ada' } as SessionOptions['account'];
  const options = { webSocket: webSocket as unknown as WebSocket, outbound, account, sessionId: 'x', address: '' };
  return { session: new Session(context, options), outbound, socket, webSocket };
}
