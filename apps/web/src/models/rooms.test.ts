import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effect, type Signal, signal } from '@preact/signals-core';
import type { RoomOrder } from '@skein/protocol/accounts';
import { compareNames } from '../words/intl.ts';
import { isNew, Rooms, unreadOf } from './rooms.ts';
import { roomView } from './testing.ts';

const weaving = roomView({ id: 'w', name: 'weaving', lobby: false, n: 5, read: 2 });
const board = roomView({ id: 'b', name: 'Board', lobby: false });

function someRooms(order?: Signal<RoomOrder>): Rooms {
  const rooms = new Rooms(compareNames, { time: () => 1_000 }, order);
  rooms.replace([weaving, roomView({ n: 1 }), board]);
  return rooms;
}

test('what is unread is first, and among both the Lobby, and the others by name in any case', () => {
  const rooms = someRooms();
  assert.deepEqual(rooms.order.value, ['lobby', 'w', 'b']);
  rooms.put(roomView({ n: 1, read: 1 }));
  assert.deepEqual(rooms.order.value, ['w', 'lobby', 'b']);
  rooms.put({ ...weaving, preferences: { level: 'none' } });
  assert.deepEqual(rooms.order.value, ['lobby', 'b', 'w'], 'what is not to be heard of does not come forward');
});

test('S10: a room that one was brought into is new, and first, until it was opened', () => {
  const rooms = someRooms();
  const brought = { ...board, n: 3, read: 3, preferences: { unreadFrom: 4 } };
  rooms.put(brought);
  assert.deepEqual([isNew(brought), unreadOf(brought)], [true, 0]);
  assert.deepEqual(rooms.order.value, ['lobby', 'b', 'w']);
  rooms.put({ ...brought, preferences: {} });
  assert.deepEqual(rooms.order.value, ['lobby', 'w', 'b']);
  assert.equal(isNew({ ...brought, n: 4 }), false, 'what was said there counts from then on');
});

test('whoever wants it has all rooms by name', () => {
  const order = signal<RoomOrder>('name');
  const rooms = someRooms(order);
  assert.deepEqual(rooms.order.value, ['lobby', 'b', 'w']);
  order.value = 'unread';
  assert.deepEqual(rooms.order.value, ['lobby', 'w', 'b']);
});

test('no room moves while somebody is about to choose, nor the one on screen while it is read', () => {
  const rooms = someRooms();
  rooms.isHeld.value = true;
  rooms.put({ ...weaving, read: 5 });
  rooms.put({ ...board, n: 1 });
  assert.deepEqual(rooms.order.value, ['lobby', 'w', 'b']);
  rooms.isHeld.value = false;
  assert.deepEqual(rooms.order.value, ['lobby', 'b', 'w']);

  rooms.onScreen.value = 'b';
  rooms.put({ ...board, n: 1, read: 1 });
  assert.deepEqual(rooms.order.value, ['lobby', 'b', 'w'], 'read, and still where it was');
  rooms.put({ ...board, n: 2, read: 1 });
  rooms.onScreen.value = 'w';
  rooms.put({ ...weaving, n: 6, read: 5 });
  assert.deepEqual(rooms.order.value, ['lobby', 'b', 'w'], 'read as it comes');
  rooms.put({ ...board, n: 2, read: 2 });
  rooms.onScreen.value = undefined;
  assert.deepEqual(rooms.order.value, ['lobby', 'w', 'b']);
});

test('the unread of all rooms are added up, and follow each room', () => {
  const rooms = someRooms();
  assert.equal(rooms.unread.value, 4);
  rooms.put({ ...weaving, read: 5 });
  assert.equal(rooms.unread.value, 1);
  rooms.remove('lobby');
  assert.equal(rooms.unread.value, 0);
});

test('a message in a room does not touch the order', () => {
  const rooms = someRooms();
  let orders = 0;
  effect(() => void (rooms.order.value, orders++));
  rooms.put({ ...weaving, n: 6 });
  assert.equal(orders, 1);
  assert.equal(unreadOf(rooms.get('w')), 4);
});

test('a room that the whole list no longer names is gone', () => {
  const rooms = someRooms();
  rooms.replace([board]);
  assert.deepEqual(rooms.order.value, ['b']);
  assert.equal(rooms.get('w'), undefined);
});

test('unread is never below nothing', () => {
  assert.equal(unreadOf(roomView({ n: 2, read: 5 })), 0);
});

test('rooms that are muted or not to be heard of do not count among what is unread', () => {
  const rooms = someRooms();
  rooms.put({ ...weaving, preferences: { level: 'none' } });
  assert.equal(rooms.unread.value, 1);
  rooms.put({ ...weaving, preferences: { mutedUntil: 1_001 } });
  assert.equal(rooms.unread.value, 1);
  rooms.put({ ...weaving, preferences: { mutedUntil: 1_000, level: 'mentions' } });
  assert.equal(rooms.unread.value, 4);
});
