import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isQuiet, levelOf, shouldNotify, shouldNotifyOfRoom } from './should-notify.ts';

const NOON = Date.UTC(2026, 6, 1, 12);
const HOUR = 60 * 60_000;
const ada = { id: 'ada' };
const said = (body: string, by = 'lin', isTold = false) => ({ by, body, isTold });
const tea = { kind: 'public' } as const;

test('N1: a room notifies of mentions, a direct room of everything, unless another level is set', () => {
  const [plain, mention] = [said('tea is ready'), said('<@ada> tea is ready')];
  const told = (room: Parameters<typeof shouldNotify>[1]) =>
    [plain, mention].map((message) => shouldNotify(message, room, ada, NOON));
  assert.deepEqual(told(tea), [false, true]);
  assert.deepEqual(told({ kind: 'private' }), [false, true]);
  assert.deepEqual(told({ kind: 'direct' }), [true, true]);
  assert.deepEqual(told({ ...tea, preferences: { level: 'all' } }), [true, true]);
  assert.deepEqual(told({ ...tea, preferences: { level: 'none' } }), [false, false]);
  assert.deepEqual(told({ kind: 'direct', preferences: { level: 'mentions' } }), [false, true]);
  assert.equal(levelOf({ kind: 'direct', preferences: { pinned: true } }), 'all');
});

test('N1: one’s own name is a mention, and others’ are none', () => {
  const told = (body: string) => shouldNotify(said(body), tea, ada, NOON);
  assert.deepEqual(['<@lin>', '<@adam>', '@ada', '<@ada', '<@lin> <@ada>', '<@here> <@ada>'].map(told), [
    false,
    false,
    false,
    false,
    true,
    true,
  ]);
});

test('N1, M4: those who are here and the whole room are mentioned where the server has told them', () => {
  const told = (isTold: boolean) =>
    ['<@here> hi', 'hi <@room>', 'hi'].map((body) => shouldNotify(said(body, 'lin', isTold), tea, ada, NOON));
  assert.deepEqual(told(true), [true, true, false]);
  assert.deepEqual(told(false), [false, false, false]);
});

test('N2: a muted room notifies of nothing until the time has come', () => {
  const room = { kind: 'direct', preferences: { mutedUntil: NOON } } as const;
  assert.equal(shouldNotify(said('<@ada>'), room, ada, NOON - 1), false);
  assert.equal(shouldNotify(said('<@ada>'), room, ada, NOON), true);
});

test('N3: nobody hears of their own messages, of deleted ones, or of those of whom they block', () => {
  const room = { kind: 'direct' } as const;
  assert.equal(shouldNotify(said('hi', 'ada'), room, ada, NOON), false);
  assert.equal(shouldNotify(said('<@ada>'), room, { ...ada, blocked: ['max', 'lin'] }, NOON), false);
  assert.equal(shouldNotify(said('<@ada>'), room, { ...ada, blocked: ['max'] }, NOON), true);
  const deleted = { seq: 2, at: NOON, by: 'lin', name: 'Lin' };
  assert.equal(shouldNotify({ ...said(''), deleted }, room, ada, NOON), false);
});

test('N2: do not disturb holds until its time, and in its hours by the account’s own clock', () => {
  assert.equal(isQuiet({ quietUntil: NOON }, NOON - 1), true);
  assert.equal(isQuiet({ quietUntil: NOON }, NOON), false);
  const night = { quietHours: { from: 22 * 60, to: 7 * 60 + 30 } };
  // 12:00 UTC is 21:00 in Tokyo, 05:00 in Los Angeles and 17:30 in Kolkata.
  assert.equal(isQuiet({ ...night, timeZone: 'Asia/Tokyo' }, NOON), false);
  assert.equal(isQuiet({ ...night, timeZone: 'Asia/Tokyo' }, NOON + HOUR), true);
  assert.equal(isQuiet({ ...night, timeZone: 'America/Los_Angeles' }, NOON), true);
  assert.equal(isQuiet({ ...night, timeZone: 'Asia/Kolkata' }, NOON), false);
  const lunch = { quietHours: { from: 12 * 60, to: 13 * 60 } };
  assert.deepEqual(
    [-1, 0, HOUR - 1, HOUR].map((later) => isQuiet(lunch, NOON + later)),
    [false, true, true, false],
  );
  assert.equal(shouldNotify(said('<@ada>'), tea, { ...ada, ...lunch }, NOON), false);
});

test('N4: being brought into a room notifies, unless nothing there or then is to, or who did it is blocked', () => {
  const told = (room: Parameters<typeof shouldNotifyOfRoom>[1], account = {}) =>
    shouldNotifyOfRoom('lin', room, { ...ada, ...account }, NOON);
  assert.equal(told(tea), true);
  assert.equal(told({ ...tea, preferences: { level: 'mentions' } }), true);
  assert.equal(told({ ...tea, preferences: { level: 'none' } }), false);
  assert.equal(told({ ...tea, preferences: { mutedUntil: NOON + 1 } }), false);
  assert.equal(told(tea, { quietUntil: NOON + 1 }), false);
  assert.equal(told(tea, { blocked: ['lin'] }), false);
});
