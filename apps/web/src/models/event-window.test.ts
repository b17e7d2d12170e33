import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type EventWindow,
  WINDOW_LIMITS,
  fromPage,
  lastN,
  withChanges,
  withEvent,
  withNewerPage,
  withOlderPage,
} from './event-window.ts';
import { deleted, edited, message, messages } from './testing.ts';

const seqs = (window: EventWindow): number[] => window.events.map(({ seq }) => seq);
const windowOf = (from: number, to: number): EventWindow => fromPage({ events: [...messages(from, to)], more: false });

test('the next event follows the newest', () => {
  assert.deepEqual(seqs(withEvent(windowOf(1, 2), message(3), true, 'lin')), [1, 2, 3]);
});

test('an event that is there already changes nothing', () => {
  const window = windowOf(1, 3);
  assert.equal(withEvent(window, message(3), true, 'lin'), window);
});

test('an event after a hole is not shown: the window no longer reaches the end', () => {
  const window = withEvent(windowOf(1, 3), message(5), true, 'lin');
  assert.deepEqual(seqs(window), [1, 2, 3]);
  assert.equal(window.hasNewer, true);
});

test('a full window lets the oldest go while its reader follows', () => {
  const window = withEvent(windowOf(1, WINDOW_LIMITS.most), message(WINDOW_LIMITS.most + 1), true, 'lin');
  assert.equal(window.events.length, WINDOW_LIMITS.trimmedTo);
  assert.equal(window.events.at(-1)?.seq, WINDOW_LIMITS.most + 1);
  assert.equal(window.hasOlder, true);
});

test('a full window takes nothing new while its reader is further up', () => {
  const window = withEvent(windowOf(1, WINDOW_LIMITS.most), message(WINDOW_LIMITS.most + 1), false, 'lin');
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
  assert.equal(withNewerPage(window, { events: [...messages(130, 140)], more: true }, 140, 'lin'), window);
});

test('a newer page follows, and the end is reached with the newest seq', () => {
  const window = { ...windowOf(1, 10), hasNewer: true };
  assert.equal(withNewerPage(window, { events: [...messages(5, 20)], more: true }, 30, 'lin').hasNewer, true);
  const whole = withNewerPage(window, { events: [...messages(5, 20)], more: true }, 20, 'lin');
  assert.deepEqual([seqs(whole).length, whole.hasNewer], [20, false]);
});

test('the last message number looks past who came and went', () => {
  const joined = { t: 'joined', room: 'lobby', seq: 3, at: 0, by: 'lin', name: 'Lin' } as const;
  assert.equal(lastN(fromPage({ events: [...messages(1, 2), joined], more: false })), 2);
});

const bodies = ({ events }: EventWindow): string[] =>
  events.flatMap((event) => (event.t === 'message' ? [event.body || 'deleted'] : []));

test('a change is seen at its message and takes no place of its own', () => {
  const changes = [edited(4, 2, 'two'), edited(5, 2, 'zwei'), deleted(6, 1)];
  const window = changes.reduce((window, change) => withEvent(window, change, true, 'lin'), windowOf(1, 3));
  assert.deepEqual(bodies(window), ['deleted', 'zwei', '3']);
  assert.deepEqual([window.last, window.hasNewer], [6, false]);
  assert.deepEqual(seqs(withEvent(window, message(7), true, 'lin')), [1, 2, 3, 7], 'what follows it is the next');
});

test('a change is seen also where the window does not reach the end, and does not bring it there', () => {
  const window = withEvent({ ...windowOf(1, 3), hasNewer: true }, edited(90, 2, 'two'), false, 'lin');
  assert.deepEqual([bodies(window), window.last, window.hasNewer], [['1', 'two', '3'], 3, true]);
  const other = withEvent({ ...windowOf(1, 3), hasNewer: true }, edited(90, 50, 'not held'), false, 'lin');
  assert.deepEqual(bodies(other), ['1', '2', '3']);
});

test('a change that is newer than a page read later, or older, ends in the same', () => {
  const early = withChanges(windowOf(1, 3), [edited(5, 2, 'second'), edited(4, 2, 'first')], 'lin');
  const page = [message(1), message(2, { body: 'second', edited: { seq: 5, at: message(2).at } }), message(3)];
  const late = withChanges(fromPage({ events: page, more: false }), [edited(4, 2, 'first')], 'lin');
  assert.deepEqual(early, late);
});

test('changes fill no window: however many there are, the messages stay', () => {
  let window = windowOf(1, 3);
  for (let seq = 4; seq < 4 + 2 * WINDOW_LIMITS.most; seq++)
    window = withEvent(window, edited(seq, 2, `${seq}`), true, 'lin');
  assert.deepEqual(seqs(window), [1, 2, 3]);
  const last = withEvent(windowOf(1, WINDOW_LIMITS.most), edited(WINDOW_LIMITS.most + 1, 1, 'one'), false, 'lin');
  assert.deepEqual([last.events.length, last.hasNewer], [WINDOW_LIMITS.most, false]);
});

test('pages of nothing but changes join the window', () => {
  const changes = [edited(4, 2, 'two'), edited(5, 2, 'zwei')];
  const newest = fromPage({ events: changes, more: true });
  assert.deepEqual([newest.events, newest.first, newest.last], [[], 4, 5]);
  const page = [message(1), message(2, { body: 'zwei', edited: { seq: 5, at: message(2).at } }), message(3)];
  const whole = withOlderPage(newest, { events: page, more: false });
  assert.deepEqual([bodies(whole), whole.first, whole.last], [['1', 'zwei', '3'], 1, 5]);
  const newer = withNewerPage(
    { ...windowOf(1, 3), hasNewer: true },
    { events: [message(3), ...changes], more: true },
    5,
    'lin',
  );
  assert.deepEqual([bodies(newer), newer.last, newer.hasNewer], [['1', 'zwei', '3'], 5, false]);
});

test('K2: what retention has deleted is shown no more, and there is nothing older', () => {
  const window = { ...fromPage({ events: [...messages(3, 9)], more: true }) };
  const expired = {
    t: 'expired',
    room: 'lobby',
    seq: 10,
    at: 0,
    by: 'server',
    name: 'Server',
    floor: 5,
    n: 5,
  } as const;
  const after = withEvent(window, expired, true, 'ada');
  assert.deepEqual([after.events.map(({ seq }) => seq), after.first, after.last], [[6, 7, 8, 9], 6, 10]);
  assert.equal(after.hasOlder, false);
  const all = withEvent(after, { ...expired, seq: 11, floor: 10, n: 9 }, true, 'ada');
  assert.deepEqual([all.events, all.first, all.last], [[], 11, 11]);
  assert.deepEqual(withEvent(all, message(12), true, 'ada').events.length, 1);
});
