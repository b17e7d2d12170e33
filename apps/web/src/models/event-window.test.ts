import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  EMPTY_WINDOW,
  type EventWindow,
  WINDOW_LIMITS,
  fromNewestPage,
  lastN,
  withEvent,
  withNewerPage,
  withOlderPage,
} from './event-window.ts';
import { message, messages } from './testing.ts';

const seqs = (window: EventWindow): number[] => window.events.map(({ seq }) => seq);
const windowOf = (from: number, to: number): EventWindow => ({ ...EMPTY_WINDOW, events: messages(from, to) });

test('the next event follows the newest', () => {
  assert.deepEqual(seqs(withEvent(windowOf(1, 2), message(3), true)), [1, 2, 3]);
});

test('an event that is there already changes nothing', () => {
  const window = windowOf(1, 3);
  assert.equal(withEvent(window, message(3), true), window);
});

test('an event after a hole is not shown: the window no longer reaches the end', () => {
  const window = withEvent(windowOf(1, 3), message(5), true);
  assert.deepEqual(seqs(window), [1, 2, 3]);
  assert.equal(window.hasNewer, true);
});

test('a full window lets the oldest go while its reader follows', () => {
  const window = withEvent(windowOf(1, WINDOW_LIMITS.most), message(WINDOW_LIMITS.most + 1), true);
  assert.equal(window.events.length, WINDOW_LIMITS.trimmedTo);
  assert.equal(window.events.at(-1)?.seq, WINDOW_LIMITS.most + 1);
  assert.equal(window.hasOlder, true);
});

test('a full window takes nothing new while its reader is further up', () => {
  const window = withEvent(windowOf(1, WINDOW_LIMITS.most), message(WINDOW_LIMITS.most + 1), false);
  assert.equal(window.events.at(-1)?.seq, WINDOW_LIMITS.most);
  assert.equal(window.hasNewer, true);
});

test('an older page comes before, and the newest go when it is too much', () => {
  const window = withOlderPage(windowOf(101, 450), { events: [...messages(1, 100)], more: false });
  assert.equal(window.events.length, WINDOW_LIMITS.trimmedTo);
  assert.equal(window.events[0]?.seq, 1);
  assert.equal(window.hasOlder, false);
  assert.equal(window.hasNewer, true);
});

test('a page that no longer joins the window is dropped', () => {
  const window = windowOf(100, 120);
  assert.equal(withOlderPage(window, { events: [...messages(1, 50)], more: false }), window);
  assert.equal(withNewerPage(window, { events: [...messages(130, 140)], more: true }, 140), window);
});

test('a newer page follows, and the end is reached with the newest seq', () => {
  const window = { ...windowOf(1, 10), hasNewer: true };
  assert.equal(withNewerPage(window, { events: [...messages(5, 20)], more: true }, 30).hasNewer, true);
  const whole = withNewerPage(window, { events: [...messages(5, 20)], more: true }, 20);
  assert.deepEqual([seqs(whole).length, whole.hasNewer], [20, false]);
});

test('the last message number looks past who came and went', () => {
  const joined = { t: 'joined', room: 'lobby', seq: 3, at: 0, by: 'lin', name: 'Lin' } as const;
  assert.equal(lastN(fromNewestPage({ events: [...messages(1, 2), joined], more: false })), 2);
});
