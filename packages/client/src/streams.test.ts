import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { message, room, World } from './testing/fake-world.ts';

test('S1: the next event is applied, one seen before is dropped', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby', { seq: 4, n: 2, read: 2 })]);
  socket.deliver(message('lobby', 5, 3), message('lobby', 5, 3), message('lobby', 4, 2), message('lobby', 6, 4));
  assert.deepEqual(
    world.noticesOf('event').map(({ event }) => event.seq),
    [5, 6],
  );
  assert.equal(world.client.status.state, 'live');
});

test('S1: a gap in a room makes the client connect anew from its cursor', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby', { seq: 4 })]);
  socket.deliver(message('lobby', 5, 1), message('lobby', 7, 3));
  assert.equal(world.client.status.state, 'waiting');
  assert.ok(socket.isClosedByClient);
  assert.equal(world.noticesOf('event').length, 1);
  await world.awaitNextSocket();
  world.socket.accept();
  assert.deepEqual(world.socket.sent[0], {
    t: 'hello',
    v: PROTOCOL_VERSION,
    historyId: 'first',
    account: 1,
    rooms: { lobby: 5 },
  });
});

test('S1: a gap in the account’s stream makes the client connect anew', async () => {
  const world = new World();
  const socket = await world.goLive();
  socket.deliver({ t: 'exited', seq: 3, room: 'lobby' });
  assert.equal(world.client.status.state, 'waiting');
  assert.ok(world.client.rooms.has('lobby'));
});

test('S1: account events seen before are dropped', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby'), room('club')], 5);
  socket.deliver({ t: 'exited', seq: 5, room: 'club' }, { t: 'exited', seq: 4, room: 'lobby' });
  assert.deepEqual([...world.client.rooms.keys()], ['lobby', 'club']);
  assert.equal(world.client.status.state, 'live');
});

test('S2: in another history no cursor counts and every room starts anew, even where the snapshot comes a cut later', async () => {
  const world = new World();
  await world.goLive([room('lobby', { seq: 9, n: 8, read: 8 })], 7);
  world.socket.cut();
  await world.awaitNextSocket();
  await world.greet({ historyId: 'second' });
  await world.comeBack({ historyId: 'second' });
  assert.deepEqual(world.socket.sent[0], { t: 'hello', v: PROTOCOL_VERSION, historyId: 'second', rooms: {} });
  const view = room('lobby', { seq: 3, n: 2, read: 1 });
  world.socket.deliver({ t: 'snapshot', seq: 2, rooms: [view] });
  assert.deepEqual(world.noticesOf('reset'), [{ kind: 'reset', room: view }]);
  assert.deepEqual(world.client.rooms.get('lobby'), view, 'also `read` is of the other history');
  world.socket.deliver(message('lobby', 4, 3));
  assert.equal(world.noticesOf('event').length, 1);
});

test('S3: a snapshot keeps the cursors that the client has, starts new rooms at their view and drops the others', async () => {
  const world = new World();
  await world.goLive([room('lobby', { seq: 4, n: 3, members: 5 }), room('gone')]);
  const socket = await world.comeBack();
  const lobby = room('lobby', { seq: 6, n: 4, members: 6 });
  socket.deliver({ t: 'snapshot', seq: 2_000, rooms: [lobby, room('new', { seq: 8 })] });
  assert.deepEqual(world.noticesOf('room-gone'), [{ kind: 'room-gone', room: 'gone' }]);
  assert.equal(world.noticesOf('reset').length, 0);
  socket.deliver(message('lobby', 5, 4), { t: 'joined', room: 'lobby', seq: 6, at: 0, by: 'kim', name: 'Kim' });
  socket.deliver({ t: 'created', room: 'new', seq: 8, at: 0, by: 'kim', name: 'Kim' }, message('new', 9, 1));
  assert.deepEqual(
    world.noticesOf('event').map(({ event }) => [event.room, event.seq]),
    [
      ['lobby', 5],
      ['lobby', 6],
      ['new', 9],
    ],
  );
  assert.deepEqual(world.client.rooms.get('lobby'), lobby, 'what the view counted is not counted again');
  socket.deliver({ t: 'exited', seq: 2_001, room: 'new' });
  assert.equal(world.client.rooms.has('new'), false);
});

test('S4: a room that is entered starts at its view and is complete at once', async () => {
  const world = new World();
  const socket = await world.goLive();
  socket.deliver({ t: 'entered', seq: 2, room: room('club', { seq: 12, n: 7 }) });
  socket.deliver(message('club', 12, 7), message('club', 13, 8));
  assert.equal(world.client.rooms.get('club')?.n, 8);
  assert.deepEqual(
    world.noticesOf('event').map(({ event }) => event.seq),
    [13],
  );
  assert.equal(world.client.status.state, 'live');
  socket.deliver({ t: 'live', room: 'club', seq: 13 });
  assert.equal(world.client.status.state, 'live');
});

test('S4: a cursor that is higher than the view of `entered` stays, and so does what was counted', async () => {
  const world = new World();
  const socket = await world.goLive([room('club', { seq: 20, n: 9, members: 4 })]);
  socket.deliver({ t: 'entered', seq: 2, room: room('club', { seq: 18, n: 8, members: 3, role: 'owner' }) });
  assert.deepEqual(world.client.rooms.get('club'), room('club', { seq: 20, n: 9, members: 4, role: 'owner' }));
  socket.deliver(message('club', 20, 9), message('club', 21, 10));
  assert.deepEqual(
    world.noticesOf('event').map(({ event }) => event.seq),
    [21],
  );
});

test('S4: where `entered` moves the cursor of a known room past events, its history starts anew', async () => {
  const world = new World();
  const socket = await world.goLive([room('club', { seq: 3 })]);
  const view = room('club', { seq: 9 });
  socket.deliver({ t: 'entered', seq: 2, room: view }, message('club', 10, 1));
  assert.deepEqual(world.noticesOf('reset'), [{ kind: 'reset', room: view }]);
  assert.equal(world.noticesOf('event').length, 1);
});

test('S5: a reset starts the room at its view', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby', { seq: 3 })]);
  const view = room('lobby', { seq: 4_000, n: 3_000, read: 10, members: 40 });
  socket.deliver({ t: 'reset', room: view }, message('lobby', 3_999, 2_999), message('lobby', 4_001, 3_001));
  assert.deepEqual(world.noticesOf('reset'), [{ kind: 'reset', room: view }]);
  assert.deepEqual(
    world.noticesOf('event').map(({ event }) => event.seq),
    [4_001],
  );
});

test('S5: a reset to a view below the cursor, after the server lost what it had, is taken as it is', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby', { seq: 30, n: 20, read: 20 })]);
  socket.deliver({ t: 'reset', room: room('lobby', { seq: 12, n: 8, read: 5 }) }, message('lobby', 13, 9));
  assert.deepEqual(world.client.rooms.get('lobby'), room('lobby', { seq: 13, n: 9, read: 8 }));
});

test('S6: `live` beyond the cursor means that something is missing, so the client connects anew', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby', { seq: 3 })], 4);
  socket.deliver({ t: 'live', room: 'lobby', seq: 3 }, { t: 'live', seq: 4 });
  assert.equal(world.client.status.state, 'live');
  socket.deliver({ t: 'live', room: 'lobby', seq: 4 });
  assert.equal(world.client.status.state, 'waiting');
});

test('S6: after a cut the client is live only when each stream was called live again', async () => {
  const world = new World();
  await world.goLive([room('lobby'), room('club')]);
  const socket = await world.comeBack();
  for (const live of [
    { t: 'live', room: 'lobby', seq: 1 },
    { t: 'live', seq: 1 },
  ] as const) {
    socket.deliver(live);
    assert.equal(world.client.status.state, 'catching-up');
  }
  socket.deliver({ t: 'live', room: 'club', seq: 1 });
  assert.equal(world.client.status.state, 'live');
});

test('S7: after `exited` the room is gone, and what still comes from there is not shown', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby'), room('club')]);
  socket.deliver({ t: 'exited', seq: 2, room: 'club' }, message('club', 2, 1), { t: 'reset', room: room('club') });
  assert.deepEqual([...world.client.rooms.keys()], ['lobby']);
  assert.deepEqual(world.noticesOf('room-gone'), [{ kind: 'room-gone', room: 'club' }]);
  assert.equal(world.noticesOf('event').length + world.noticesOf('reset').length, 0);
  assert.equal(world.client.status.state, 'live');
});

test('S7: a room that is entered again after `exited` starts at the view of its new membership', async () => {
  const world = new World();
  const socket = await world.goLive([room('club', { seq: 5 })]);
  socket.deliver({ t: 'exited', seq: 2, room: 'club' }, { t: 'entered', seq: 3, room: room('club', { seq: 9 }) });
  socket.deliver(message('club', 6, 1), message('club', 10, 2));
  assert.deepEqual(
    world.noticesOf('event').map(({ event }) => event.seq),
    [10],
  );
});

test('S8: n counts every message, own ones move `read`, and joining and leaving move `members`', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby', { seq: 1, n: 0, read: 0, members: 2 })]);
  socket.deliver(message('lobby', 2, 1));
  assert.deepEqual(world.client.rooms.get('lobby'), room('lobby', { seq: 2, n: 1, read: 0 }));
  socket.deliver(message('lobby', 3, 2, 'ada'), message('lobby', 4, 3));
  assert.deepEqual(world.client.rooms.get('lobby'), room('lobby', { seq: 4, n: 3, read: 2 }));
  socket.deliver({ t: 'joined', room: 'lobby', seq: 5, at: 0, by: 'kim', name: 'Kim' });
  socket.deliver({ t: 'joined', room: 'lobby', seq: 6, at: 0, by: 'sam', name: 'Sam' });
  socket.deliver({ t: 'left', room: 'lobby', seq: 7, at: 0, by: 'kim', name: 'Kim' });
  assert.deepEqual(world.client.rooms.get('lobby'), room('lobby', { seq: 7, n: 3, read: 2, members: 3 }));
});

test('S8: `read` of the account’s stream moves the mark forward and never back', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby', { n: 9, read: 3 })]);
  socket.deliver({ t: 'read', seq: 2, room: 'lobby', n: 6 }, { t: 'read', seq: 3, room: 'lobby', n: 5 });
  assert.equal(world.client.rooms.get('lobby')?.read, 6);
  await world.comeBack();
  world.socket.deliver({ t: 'snapshot', seq: 1_500, rooms: [room('lobby', { n: 9, read: 4 })] });
  assert.equal(world.client.rooms.get('lobby')?.read, 6, 'not even by a view');
});

test('every change is told after it was made', async () => {
  const world = new World();
  const socket = await world.goLive();
  const seen: (number | undefined)[] = [];
  world.client.listen((notice) => {
    if (notice.kind === 'event' || notice.kind === 'room') seen.push(world.client.rooms.get('lobby')?.n);
  });
  socket.deliver(message('lobby', 2, 1));
  assert.deepEqual(seen, [1, 1]);
});

test('A2: the account’s own changes and what it sets for a room come in its stream', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby'), room('club')]);
  socket.deliver({ t: 'preferences', seq: 2, room: 'club', preferences: { pinned: true } });
  assert.deepEqual(world.client.rooms.get('club')?.preferences, { pinned: true });
  const account = { ...world.client.account!, name: 'Countess' };
  socket.deliver({ t: 'account', seq: 3, account });
  assert.equal(world.client.account?.name, 'Countess');
  assert.deepEqual(
    world.noticesOf('account-event').map(({ event }) => event.t),
    ['preferences', 'account'],
  );
});

test('A2: who has another name has it in the direct rooms too', async () => {
  const world = new World();
  const people = [
    { id: 'kim', name: 'Kim' },
    { id: 'lin', name: 'Lin' },
  ];
  const direct = room('three', { kind: 'direct', name: 'Kim, Lin', people });
  const socket = await world.goLive([room('lobby'), direct]);
  const changed = { by: 'lin', name: 'Countess', profile: { timeZone: 'UTC' } };
  socket.deliver({ t: 'profile', room: 'lobby', seq: 2, at: 1, ...changed });
  assert.deepEqual(world.client.rooms.get('three')?.people, [
    people[0],
    { id: 'lin', name: 'Countess', timeZone: 'UTC' },
  ]);
  assert.equal(world.client.rooms.get('three')?.name, 'Kim, Countess');
  assert.deepEqual(
    world.noticesOf('room').map((notice) => notice.room.id),
    ['lobby', 'three'],
  );
});

test('M6: late mentions stay whatever is read, until they are seen or have expired', async () => {
  const world = new World();
  await world.goLive([room('lobby', { seq: 6, n: 5, read: 5, lateMentions: [3] })]);
  const late = () => world.client.rooms.get('lobby')?.lateMentions;
  const mention = (seq: number, n: number, t: 'mentioned' | 'unmentioned', isLate = false) =>
    world.socket.deliver({ t, seq, room: 'lobby', message: n + 1, n, ...(isLate && { late: true as const }) });
  mention(2, 4, 'mentioned', true);
  mention(3, 3, 'mentioned');
  assert.deepEqual([late(), world.client.rooms.get('lobby')?.mentions], [[3, 5], undefined]);
  world.socket.deliver({ t: 'read', seq: 4, room: 'lobby', n: 5 });
  world.socket.deliver({ t: 'reset', room: room('lobby', { seq: 6, n: 5, read: 5 }) });
  assert.deepEqual(late(), [3, 5]);
  mention(5, 4, 'unmentioned');
  assert.deepEqual(late(), [3]);
  world.socket.deliver({ t: 'expired', room: 'lobby', seq: 7, at: 0, by: 'server', name: 'Server', floor: 3, n: 2 });
  assert.equal(late(), undefined);
  mention(6, 2, 'mentioned', true);
  assert.equal(late(), undefined, 'told only after it has expired');
  mention(7, 3, 'mentioned', true);
  world.socket.deliver({ t: 'reset', room: room('lobby', { seq: 9, n: 5, read: 5, floor: 4 }) });
  assert.equal(late(), undefined, 'gone where nothing told of it');
});

test('M3: unread mentions are kept by the account’s stream and the read mark, whichever comes first', async () => {
  const world = new World();
  await world.goLive([room('lobby', { seq: 6, n: 5, read: 1, mentions: [2] })]);
  const mentions = () => world.client.rooms.get('lobby')?.mentions;
  const mention = (seq: number, n: number, t: 'mentioned' | 'unmentioned' = 'mentioned') =>
    world.socket.deliver({ t, seq, room: 'lobby', message: n + 1, n });
  mention(2, 7);
  mention(3, 4);
  mention(4, 1);
  assert.deepEqual(mentions(), [2, 4, 7], 'one of a message that is still to come; not one that is read');
  mention(5, 4, 'unmentioned');
  assert.deepEqual(mentions(), [2, 7]);
  world.client.markRead('lobby', 3);
  assert.deepEqual(mentions(), [7]);
  world.socket.deliver({ t: 'reset', room: room('lobby', { seq: 9, n: 8, read: 3, mentions: [5] }) });
  assert.deepEqual(mentions(), [7], 'a room’s view says nothing that the account’s stream has not said');
  world.socket.deliver(message('lobby', 10, 9, 'ada'));
  assert.equal(mentions(), undefined, 'what one writes is read');
});
