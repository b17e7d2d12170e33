import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effect } from '@preact/signals-core';
import { compareNames } from '../words/intl.ts';
import { Rooms, unreadOf } from './rooms.ts';
import { roomView } from './testing.ts';

const weaving = roomView({ id: 'w', name: 'weaving', lobby: false, n: 5, read: 2 });
const board = roomView({ id: 'b', name: 'Board', lobby: false });

function someRooms(): Rooms {
  const rooms = new Rooms(compareNames, { time: () => 1_000 });
  rooms.replace([weaving, roomView({ n: 1 }), board]);
  return rooms;
}

test('the Lobby is first, and the others are by name in any case', () => {
  assert.deepEqual(someRooms().order.value, ['lobby', 'b', 'w']);
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
