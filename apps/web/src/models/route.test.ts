import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLink, parseRoute, roomHash } from './route.ts';

test('a room has an address and is found by it', () => {
  assert.deepEqual(parseRoute(roomHash('a-B_9')), { at: 'room', room: 'a-B_9' });
  assert.deepEqual(parseRoute(roomHash('a-B_9', 120)), { at: 'room', room: 'a-B_9', message: 120 });
});

test('anything else is the list of rooms', () => {
  for (const hash of [
    '',
    '#',
    '#/',
    '#/room/',
    '#/room/a/b',
    '#/room/a/0',
    '#/room/a/1/2',
    '#/room/<b>',
    `#/room/${'x'.repeat(41)}`,
  ])
    assert.deepEqual(parseRoute(hash), { at: 'rooms' }, hash);
});

test('one-time links carry their token', () => {
  assert.deepEqual(parseLink('#setup=abc-1'), { at: 'setup', token: 'abc-1' });
  assert.deepEqual(parseLink('#reset=a%2Bb'), { at: 'reset', token: 'a+b' });
  assert.deepEqual(parseLink('#reset=%'), { at: 'reset', token: '%' });
  assert.equal(parseLink('#other=abc'), undefined);
  assert.equal(parseLink('#setup='), undefined);
});
