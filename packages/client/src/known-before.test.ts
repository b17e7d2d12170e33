import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KnownBefore } from './known-before.ts';
import { memoryOutbox } from './memory-outbox.ts';
import { ADA, room, World } from './testing/fake-world.ts';

const LOBBY = room('lobby', { seq: 5, n: 4, read: 2 });
const BEFORE: KnownBefore = { account: ADA, historyId: 'first', rooms: [LOBBY] };

test('rooms are there before the first welcome, and what is written then is sent after it', async () => {
  const world = new World({ before: BEFORE });
  assert.equal(world.client.rooms.get('lobby')?.n, 4);
  const { id } = world.client.post('lobby', 'written without a network');
  await world.clock.advance(0);
  assert.deepEqual(
    world.client.outbox.map((entry) => entry.id),
    [id],
  );
  const socket = await world.goLive([LOBBY]);
  await world.clock.advance(0);
  assert.deepEqual(
    socket.sent.filter(({ t }) => t === 'post').map((frame) => 'id' in frame && frame.id),
    [id],
  );
});

test('what waited from before is shown before the first welcome', async () => {
  const outbox = memoryOutbox();
  const earlier = new World({ outbox });
  await earlier.goLive([LOBBY]);
  earlier.socket.cut();
  earlier.client.post('lobby', 'left behind');
  await earlier.clock.advance(0);
  earlier.client.close();

  const world = new World({ outbox, before: BEFORE, seed: 2 });
  await world.clock.advance(0);
  assert.deepEqual(
    world.noticesOf('pending').map(({ entry }) => entry.t === 'post' && entry.body),
    ['left behind'],
  );
});

test('hello names no cursor for what was only known before, and no room begins anew by its snapshot', async () => {
  const world = new World({ before: BEFORE });
  const socket = await world.goLive([room('lobby', { seq: 8, n: 7, read: 7 })]);
  assert.deepEqual(socket.sent[0], { t: 'hello', v: (socket.sent[0] as { v: number }).v });
  assert.deepEqual(world.noticesOf('reset'), []);
  assert.equal(world.client.rooms.get('lobby')?.n, 7);
  assert.equal(world.client.rooms.get('lobby')?.read, 7);
});

test('in another history everything known before begins anew', async () => {
  const world = new World({ before: { ...BEFORE, historyId: 'zeroth' } });
  await world.goLive([LOBBY]);
  assert.deepEqual(
    world.noticesOf('reset').map((notice) => notice.room.id),
    ['lobby'],
  );
});

test('a room that is gone since is told to be gone', async () => {
  const world = new World({ before: { ...BEFORE, rooms: [LOBBY, room('garden')] } });
  await world.goLive([LOBBY]);
  assert.deepEqual(
    world.noticesOf('room-gone').map((notice) => notice.room),
    ['garden'],
  );
});

test('a client says what the next one may begin with', async () => {
  const world = new World();
  assert.equal(world.client.known, undefined);
  await world.goLive([LOBBY]);
  assert.deepEqual(world.client.known, BEFORE);
});
