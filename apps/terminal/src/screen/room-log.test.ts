import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deleted, Edited, Message } from '@skein/protocol/rooms';
import { RoomLog } from './room-log.ts';

const who = { room: 'lobby', at: 0, by: 'ada', name: 'Ada' };
const message = (seq: number, n = seq): Message => ({ t: 'message', ...who, seq, n, id: `id-${seq}`, body: `${n}` });
const edited = (seq: number, of: number): Edited => ({
  t: 'edited',
  ...who,
  seq,
  message: of,
  n: of,
  id: 'e',
  body: 'better',
});
const deleted = (seq: number, of: number): Deleted => ({ t: 'deleted', ...who, seq, message: of, n: of, id: 'd' });

function shown(log: RoomLog): string[] {
  return log.items.map((item) => (item.t === 'message' ? (item.deleted ? 'deleted' : item.body) : item.t));
}

test('what comes while the history is on its way is put behind it, once', () => {
  const log = new RoomLog();
  log.add(message(2));
  log.add(message(3));
  assert.deepEqual(shown(log), []);
  log.start({ events: [message(1), message(2)], more: false }, 2);
  assert.deepEqual(shown(log), ['1', '2', '3']);
  assert.equal(log.lastN, 3);
});

test('what was not read is marked, and older pages go before', () => {
  const log = new RoomLog();
  log.start({ events: [message(3), message(4), message(5)], more: true }, 3);
  assert.deepEqual(shown(log), ['3', 'new', '4', '5']);
  assert.equal(log.olderThan, 3);
  log.prepend({ events: [message(1), message(2)], more: false });
  assert.deepEqual(shown(log), ['1', '2', '3', 'new', '4', '5']);
  assert.equal(log.olderThan, undefined);
});

test('changes are seen at the message, and a deletion stays', () => {
  const log = new RoomLog();
  log.start({ events: [message(1), message(2)], more: false }, 2);
  log.add(edited(3, 1));
  assert.deepEqual(shown(log), ['better', '2']);
  log.add(deleted(4, 2));
  log.add(edited(5, 2));
  assert.deepEqual(shown(log), ['better', 'deleted']);
});

test('what replies quote follows the message', () => {
  const log = new RoomLog();
  const reply = { seq: 1, n: 1, by: 'ada', name: 'Ada', excerpt: '1', root: 1, r: 1 };
  log.start({ events: [message(1), { ...message(2), reply }], more: false }, 2);
  log.add(edited(3, 1));
  const [, answer] = log.items.filter((item) => item.t === 'message');
  assert.equal(answer?.reply?.excerpt, 'better');
});

test('a room that was cut begins anew, with what the terminal said', () => {
  const log = new RoomLog();
  log.start({ events: [message(1)], more: false }, 1);
  log.say(['help']);
  log.reset();
  assert.deepEqual(shown(log), ['said']);
  log.start({ events: [message(9, 1)], more: false }, 1);
  assert.deepEqual(shown(log), ['1', 'said']);
});
