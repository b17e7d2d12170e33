import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RestClient } from '@skein/client/rest-client';
import type { RoomPreferences } from '@skein/protocol/rooms';
import { PuttingBack } from './putting-back.ts';
import { unreadOf } from './rooms.ts';
import { roomView } from './testing.ts';

function puttingBack() {
  const set: [string, RoomPreferences][] = [];
  const setPreferences: RestClient['setPreferences'] = async (room, preferences) => {
    set.push([room, preferences]);
    return { ok: true, value: undefined };
  };
  return { model: new PuttingBack({ setPreferences }), set };
}

test('S9: a room that was put back counts from there, and what was set for it stays', async () => {
  const { model, set } = puttingBack();
  const room = roomView({ n: 9, read: 9, preferences: { pinned: true } });
  assert.equal(await model.putBack(room, 7), true);
  assert.deepEqual(set, [['lobby', { pinned: true, unreadFrom: 7 }]]);
  assert.equal(unreadOf({ ...room, preferences: { unreadFrom: 7 } }), 3);
  assert.equal(unreadOf({ ...room, n: 12, preferences: { unreadFrom: 7 } }), 6);
  assert.equal(unreadOf({ ...room, n: 12, read: 2, preferences: { unreadFrom: 7 } }), 10);
});

test('S9: it ends when the room is opened the next time, and a room that was not put back is left alone', () => {
  const { model, set } = puttingBack();
  model.opened(roomView({ preferences: { pinned: true } }));
  assert.deepEqual(set, []);
  model.opened(roomView({ preferences: { pinned: true, unreadFrom: 7 } }));
  assert.deepEqual(set, [['lobby', { pinned: true }]]);
});
