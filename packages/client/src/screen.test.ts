import assert from 'node:assert/strict';
import { test } from 'node:test';
import { room, World } from './testing/fake-world.ts';

test('V1: the room on screen is told when it changes, and again on every connection', async () => {
  const world = new World();
  world.client.view('lobby');
  const socket = await world.goLive([room('lobby'), room('club')]);
  world.client.view('club');
  world.client.view('club');
  assert.deepEqual(socket.sentOf('view'), [
    { t: 'view', room: 'lobby' },
    { t: 'view', room: 'club' },
  ]);
  await world.comeBack();
  assert.deepEqual(world.socket.sentOf('view'), [{ t: 'view', room: 'club' }]);
  world.client.view(null);
  assert.deepEqual(world.socket.sentOf('view').at(-1), { t: 'view', room: null });
  await world.comeBack();
  assert.deepEqual(world.socket.sentOf('view'), []);
});

test('V1: a room that was on screen before the account entered it is told again', async () => {
  const world = new World();
  const socket = await world.goLive();
  world.client.view('club');
  socket.deliver({ t: 'entered', seq: 2, room: room('club') });
  assert.deepEqual(socket.sentOf('view'), [
    { t: 'view', room: 'club' },
    { t: 'view', room: 'club' },
  ]);
});

test('V3: those who are watched are told when they change, and again on every connection', async () => {
  const world = new World();
  const socket = await world.goLive();
  world.client.watch(['lin', 'kim', 'lin']);
  world.client.watch(['kim', 'lin']);
  socket.deliver({ t: 'online', on: ['lin'], off: ['kim'] });
  assert.deepEqual(world.noticesOf('online')[0]?.online.on, ['lin']);
  assert.deepEqual(socket.sentOf('watch'), [{ t: 'watch', people: ['kim', 'lin'] }]);
  await world.comeBack();
  assert.deepEqual(world.socket.sentOf('watch'), [{ t: 'watch', people: ['kim', 'lin'] }]);
  world.client.watch([]);
  await world.comeBack();
  assert.deepEqual(world.socket.sentOf('watch'), []);
});

test('V1, V2: who is here and who types are passed on', async () => {
  const world = new World();
  const socket = await world.goLive();
  const people = [{ id: 'lin', name: 'Lin' }];
  socket.deliver({ t: 'here', room: 'lobby', count: 1, people });
  socket.deliver({ t: 'presence', room: 'lobby', count: 2, on: [{ id: 'kim', name: 'Kim' }], off: [], members: 7 });
  socket.deliver({ t: 'typing', room: 'lobby', by: 'lin', name: 'Lin' });
  socket.deliver({ t: 'error', error: { code: 'forbidden' } });
  assert.deepEqual(world.noticesOf('here')[0]?.here.people, people);
  assert.equal(world.noticesOf('presence')[0]?.presence.count, 2);
  assert.equal(world.client.rooms.get('lobby')?.members, 7);
  assert.equal(world.noticesOf('typing')[0]?.typing.by, 'lin');
  assert.equal(world.noticesOf('error')[0]?.error.code, 'forbidden');
});

test('typing is told at most every three seconds and room, and at once after a message', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby'), room('club')]);
  const typed = (): string[] => socket.sentOf('typing').map(({ room }) => room);
  for (let key = 0; key < 30; key++) {
    world.client.typing('lobby');
    await world.clock.advance(100);
  }
  assert.deepEqual(typed(), ['lobby']);
  world.client.typing('lobby');
  world.client.typing('club');
  assert.deepEqual(typed(), ['lobby', 'lobby', 'club']);
  world.client.post('lobby', 'done');
  world.client.typing('lobby');
  assert.deepEqual(typed(), ['lobby', 'lobby', 'club', 'lobby']);
});

test('typing without a connection is forgotten', async () => {
  const world = new World();
  await world.goLive();
  world.socket.cut();
  world.client.typing('lobby');
  await world.awaitNextSocket();
  await world.greet();
  assert.equal(world.socket.sentOf('typing').length, 0);
  world.client.typing('lobby');
  assert.equal(world.socket.sentOf('typing').length, 1);
});
