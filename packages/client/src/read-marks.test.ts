import assert from 'node:assert/strict';
import { test } from 'node:test';
import { message, room, World } from './testing/fake-world.ts';

const unread = room('lobby', { seq: 10, n: 9, read: 0 });

function sentMarks(world: World): number[] {
  return world.socket.sentOf('read').map(({ n }) => n);
}

test('a read mark shows at once and goes to the server at most once a second and room, the last one winning', async () => {
  const world = new World();
  await world.goLive([unread, room('club', { seq: 5, n: 4 })]);
  for (const n of [1, 2, 3]) world.client.markRead('lobby', n);
  world.client.markRead('club', 4);
  assert.equal(world.client.rooms.get('lobby')?.read, 3);
  assert.deepEqual(sentMarks(world), [1, 4]);
  await world.clock.advance(999);
  assert.deepEqual(sentMarks(world), [1, 4]);
  await world.clock.advance(1);
  assert.deepEqual(sentMarks(world), [1, 4, 3]);
  await world.clock.advance(5_000);
  assert.deepEqual(sentMarks(world), [1, 4, 3]);
});

test('S8: a mark never goes back, never beyond the last message, and is nothing in an unknown room', async () => {
  const world = new World();
  await world.goLive([unread]);
  world.client.markRead('lobby', 5);
  await world.clock.advance(1_000);
  world.client.markRead('lobby', 4);
  world.client.markRead('nowhere', 4);
  world.client.markRead('lobby', 100);
  assert.deepEqual(sentMarks(world), [5, 9]);
  assert.equal(world.client.rooms.get('lobby')?.read, 9);
});

test('after a cut the highest unconfirmed mark is sent again', async () => {
  const world = new World();
  await world.goLive([unread]);
  world.client.markRead('lobby', 2);
  world.client.markRead('lobby', 6);
  await world.comeBack();
  await world.clock.advance(1_000);
  assert.deepEqual(sentMarks(world), [6]);
});

test('a mark moved without a connection is sent on the next one', async () => {
  const world = new World();
  await world.goLive([unread]);
  world.socket.cut();
  world.client.markRead('lobby', 7);
  await world.awaitNextSocket();
  await world.greet();
  assert.deepEqual(sentMarks(world), [7]);
});

for (const [how, confirm] of [
  ['the account’s stream', (world: World) => world.socket.deliver({ t: 'read', seq: 2, room: 'lobby', n: 6 })],
  ['a message of the account’s own', (world: World) => world.socket.deliver(message('lobby', 11, 10, 'ada'))],
  ['a view', (world: World) => world.socket.deliver({ t: 'reset', room: { ...unread, read: 6 } })],
] as const) {
  test(`a mark confirmed by ${how} is not sent again`, async () => {
    const world = new World();
    await world.goLive([unread]);
    world.client.markRead('lobby', 6);
    confirm(world);
    await world.comeBack();
    await world.clock.advance(5_000);
    assert.deepEqual(sentMarks(world), []);
  });
}

test('a lower mark of another tab does not confirm a higher one', async () => {
  const world = new World();
  await world.goLive([unread]);
  world.client.markRead('lobby', 6);
  world.socket.deliver({ t: 'read', seq: 2, room: 'lobby', n: 5 });
  await world.comeBack();
  await world.clock.advance(1_000);
  assert.deepEqual(sentMarks(world), [6]);
});

test('S2: marks of another history are forgotten', async () => {
  const world = new World();
  await world.goLive([unread]);
  world.client.markRead('lobby', 6);
  await world.comeBack({ historyId: 'second' });
  await world.clock.advance(5_000);
  assert.deepEqual(sentMarks(world), []);
});

test('a mark that the server could not take for now is sent again after that time', async () => {
  const world = new World();
  await world.goLive([unread]);
  world.client.markRead('lobby', 6);
  world.socket.deliver({ t: 'error', error: { code: 'storage_failed', retryAfterMs: 3_000 } });
  await world.clock.advance(2_999);
  assert.deepEqual(sentMarks(world), [6]);
  await world.clock.advance(1);
  assert.deepEqual(sentMarks(world), [6, 6]);
  world.socket.deliver({ t: 'read', seq: 2, room: 'lobby', n: 6 });
  world.socket.deliver({ t: 'error', error: { code: 'too_many_requests', retryAfterMs: 3_000 } });
  await world.clock.advance(10_000);
  assert.deepEqual(sentMarks(world), [6, 6], 'a confirmed one is not');
});

test('marks are sent again once, however many errors came, and not for an error for good', async () => {
  const world = new World();
  await world.goLive([unread]);
  world.client.markRead('lobby', 6);
  for (let count = 0; count < 5; count++) {
    world.socket.deliver({ t: 'error', error: { code: 'too_many_requests', retryAfterMs: 2_000 } });
  }
  world.socket.deliver({ t: 'error', error: { code: 'not_a_member' } });
  await world.clock.advance(10_000);
  assert.deepEqual(sentMarks(world), [6, 6]);
  world.client.close();
  assert.equal(world.clock.pendingTimers, 0);
});

test('Q4: how far a group of replies is read goes to the server at most once a second, until it is confirmed', async () => {
  const world = new World();
  await world.goLive([unread]);
  const sent = () => world.socket.sentOf('read-replies').map(({ message, n }) => `${message}/${n}`);
  for (const n of [1, 2, 3]) world.client.markRepliesRead('lobby', 4, n);
  world.client.markRepliesRead('lobby', 6, 1);
  world.client.markRepliesRead('nowhere', 4, 1);
  assert.deepEqual(sent(), ['4/1', '6/1']);
  await world.clock.advance(1_000);
  assert.deepEqual(sent(), ['4/1', '6/1', '4/3']);
  world.socket.deliver({ t: 'replies-read', seq: 2, room: 'lobby', message: 4, n: 3 });
  assert.equal(world.noticesOf('account-event').length, 1);
  await world.comeBack();
  assert.deepEqual(sent(), ['6/1']);
});
