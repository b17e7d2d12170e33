import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Duplex } from 'node:stream';
import { Outbound, OUTBOUND_LIMIT_BYTES, OUTBOUND_LOW_WATER_BYTES, OUTBOUND_RESERVE_BYTES } from './outbound.ts';

/** A socket whose reader takes bytes only when told to. */
class SlowSocket extends Duplex {
  readonly writes: Buffer[] = [];
  #taken: (() => void) | undefined;
  override _read(): void {}
  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    // Nothing holds an empty write up.
    if (chunk.length === 0) return callback();
    this.writes.push(chunk);
    this.#taken = callback;
  }
  async takes(): Promise<void> {
    this.#taken?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const frame = (byte: number, byteLength = 100) => Buffer.alloc(byteLength, byte);

test('what is pushed in one turn leaves in one write, in order', () => {
  const socket = new SlowSocket();
  const outbound = new Outbound(socket, () => undefined);
  outbound.push(frame(1));
  outbound.push(frame(2));
  outbound.flush();
  assert.equal(socket.writes.length, 1);
  assert.deepEqual(socket.writes[0], Buffer.concat([frame(1), frame(2)]));
});

test('while a write is under way the rest waits, and follows when it is over', async () => {
  const socket = new SlowSocket();
  const outbound = new Outbound(socket, () => undefined);
  outbound.push(frame(1));
  outbound.flush();
  outbound.push(frame(2));
  outbound.push(frame(3));
  outbound.flush();
  assert.equal(socket.writes.length, 1);
  assert.equal(outbound.byteLength, 300);
  await socket.takes();
  assert.deepEqual(socket.writes[1], Buffer.concat([frame(2), frame(3)]));
});

test('more than the limit is never buffered, and what does not fit is left out whole', () => {
  const outbound = new Outbound(new SlowSocket(), () => undefined);
  let pushed = 0;
  while (outbound.push(frame(1, 10_000))) pushed++;
  assert.equal(pushed, Math.floor((OUTBOUND_LIMIT_BYTES - OUTBOUND_RESERVE_BYTES) / 10_000));
  assert.equal(outbound.push(frame(1, 10_000), 0), true);
  assert.ok(outbound.byteLength <= OUTBOUND_LIMIT_BYTES);
});

test('a slow socket is given slices of whole chunks', async () => {
  const socket = new SlowSocket();
  const outbound = new Outbound(socket, () => undefined);
  for (let count = 0; count < 30; count++) outbound.push(frame(count, 10_000));
  outbound.flush();
  while (outbound.byteLength > 0) await socket.takes();
  assert.ok(socket.writes.length > 1);
  assert.ok(socket.writes.every(({ length }) => length <= 64 * 1024 && length % 10_000 === 0));
  assert.equal(Buffer.concat(socket.writes).length, 300_000);
});

test('draining is told once the queue is short again', async () => {
  const socket = new SlowSocket();
  let drained = 0;
  const outbound = new Outbound(socket, () => drained++);
  for (let count = 0; count < 20; count++) outbound.push(frame(count, 10_000));
  outbound.flush();
  assert.equal(outbound.hasRoom, false);
  while (outbound.byteLength >= OUTBOUND_LOW_WATER_BYTES) await socket.takes();
  assert.equal(drained, 1);
});

test('a client is stuck when bytes wait and none has left since the last look', async () => {
  const socket = new SlowSocket();
  const outbound = new Outbound(socket, () => undefined);
  assert.equal(outbound.isStuck(), false);
  outbound.push(frame(1));
  outbound.flush();
  outbound.isStuck();
  assert.equal(outbound.isStuck(), true);
  outbound.push(frame(2));
  outbound.flush();
  await socket.takes();
  assert.equal(outbound.isStuck(), false);
  assert.equal(outbound.isStuck(), true);
  await socket.takes();
  outbound.isStuck();
  assert.equal(outbound.isStuck(), false);
});

test('a client that took everything until after the last look is not stuck yet', () => {
  const socket = new SlowSocket();
  const outbound = new Outbound(socket, () => undefined);
  outbound.isStuck();
  outbound.push(frame(1));
  outbound.flush();
  assert.equal(outbound.isStuck(), false);
  assert.equal(outbound.isStuck(), true);
});
