import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Result } from '@skein/client/rest-client';
import type { History } from '@skein/protocol/rest';
import { WINDOW_LIMITS } from './event-window.ts';
import { SHOWN } from './shown-part.ts';
import { edited, history, message, messages } from './testing.ts';
import { Timeline } from './timeline.ts';

const seqs = (timeline: Timeline): number[] => timeline.window.value.events.map(({ seq }) => seq);

test('a room opens with its newest page', async () => {
  const timeline = new Timeline('lobby', history(messages(1, 500)).load);
  await timeline.open();
  assert.equal(timeline.opening.value, 'ready');
  assert.equal(seqs(timeline).at(-1), 500);
  assert.equal(timeline.window.value.hasOlder, true);
});

test('what happens while the page is on its way follows it, each once', async () => {
  const timeline = new Timeline('lobby', history(messages(1, 10)).load);
  const opened = timeline.open();
  timeline.receive(message(10));
  timeline.receive(message(11));
  await opened;
  assert.deepEqual(seqs(timeline).slice(-3), [9, 10, 11]);
});

test('all of the history is reached by going up, and all of it again by going down', async () => {
  const timeline = new Timeline('lobby', history(messages(1, 1_234)).load);
  await timeline.open();
  const seen = new Set(seqs(timeline));
  while (timeline.window.value.hasOlder) {
    await timeline.loadOlder();
    seqs(timeline).forEach((seq) => seen.add(seq));
    assert.ok(seqs(timeline).length <= WINDOW_LIMITS.most);
  }
  assert.equal(seen.size, 1_234);
  seen.clear();
  seqs(timeline).forEach((seq) => seen.add(seq));
  while (timeline.window.value.hasNewer) {
    await timeline.loadNewer();
    seqs(timeline).forEach((seq) => seen.add(seq));
    assert.ok(seqs(timeline).length <= WINDOW_LIMITS.most);
  }
  assert.equal(seen.size, 1_234);
});

test('whoever scrolls through a room sees all of it, a few rows more at a time, and never many', async () => {
  const timeline = new Timeline('lobby', history(messages(1, 1_234)).load);
  await timeline.open();
  const shown = (): number[] => timeline.shown.value.events.map(({ seq }) => seq);
  assert.deepEqual([shown().length, shown().at(-1)], [SHOWN.first, 1_234]);
  const seen = new Set(shown());
  const look = (): void => {
    const before = seen.size;
    shown().forEach((seq) => seen.add(seq));
    assert.ok(seen.size - before <= SHOWN.step, `${seen.size - before} rows at once`);
    assert.ok(shown().length <= SHOWN.most + SHOWN.step, `${shown().length} rows`);
    assert.equal(shown().at(-1)! - shown()[0]! + 1, shown().length, 'without holes');
  };
  while (timeline.shown.value.hasOlder) {
    timeline.comeNearStart(shown()[60]);
    await settled();
    look();
  }
  assert.equal(seen.size, 1_234);
  seen.clear();
  shown().forEach((seq) => seen.add(seq));
  while (timeline.shown.value.hasNewer) {
    timeline.comeNearEnd(shown().at(-60));
    await settled();
    look();
  }
  assert.deepEqual([shown().at(-1), timeline.shown.value.hasNewer], [1_234, false]);
  assert.equal(seen.size, 1_234);
});

test('a room is shown from a little above what is new, and where a message was asked for from around it', async () => {
  const timeline = new Timeline('lobby', history(messages(1, 500)).load);
  await timeline.open();
  timeline.drawLine(440);
  assert.equal(timeline.shown.value.first, 441 - SHOWN.step);
  timeline.narrow();
  assert.equal(timeline.shown.value.events.length, SHOWN.first);
  timeline.goTo(430);
  const { first, last } = timeline.shown.value;
  assert.ok(first < 430 && 430 < last, `${first} to ${last}`);
  timeline.goToEnd();
  assert.deepEqual([timeline.shown.value.last, timeline.shown.value.hasNewer], [500, false]);
});

test('a hole is closed by loading what is newer', async () => {
  const stored = [...messages(1, 5)];
  const timeline = new Timeline('lobby', (options) => history(stored).load(options));
  await timeline.open();
  stored.push(...messages(6, 9));
  timeline.receive(message(9));
  assert.deepEqual(seqs(timeline), [1, 2, 3, 4, 5]);
  await timeline.loadNewer();
  assert.deepEqual(seqs(timeline), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.equal(timeline.window.value.hasNewer, false);
});

test('an answer to a question from before a reset is not shown', async () => {
  const answers: ((page: Result<History>) => void)[] = [];
  const timeline = new Timeline('lobby', () => new Promise((resolve) => answers.push(resolve)));
  const first = timeline.open();
  const second = timeline.reset();
  answers[1]!({ ok: true, value: { events: [message(7)], more: false } });
  answers[0]!({ ok: true, value: { events: [message(1)], more: false } });
  await Promise.all([first, second]);
  assert.deepEqual(seqs(timeline), [7]);
});

test('a page that could not be had can be asked for again', async () => {
  let isDown = true;
  const { load } = history(messages(1, 3));
  const timeline = new Timeline('lobby', (options) => (isDown ? offline() : load(options)));
  await timeline.open();
  assert.equal(timeline.opening.value, 'failed');
  isDown = false;
  await timeline.open();
  assert.deepEqual(seqs(timeline), [1, 2, 3]);
});

test('going to the end loads it when it was let go', async () => {
  const timeline = new Timeline('lobby', history(messages(1, 900)).load);
  await timeline.open();
  while (timeline.window.value.hasOlder) await timeline.loadOlder();
  assert.equal(timeline.window.value.hasNewer, true);
  timeline.goToEnd();
  assert.equal(timeline.endRequests.value, 1);
  await timeline.open();
  assert.equal(seqs(timeline).at(-1), 900);
});

test('a change that comes while an older page is on its way, read before it, is not lost', async () => {
  const stored = history(messages(1, 200));
  const timeline = new Timeline('lobby', stored.load);
  await timeline.open();
  const loaded = timeline.loadOlder();
  timeline.receive(edited(201, 100, 'changed meanwhile'));
  await loaded;
  const message = timeline.window.value.events.find(({ seq }) => seq === 100);
  assert.equal(message?.t === 'message' && message.body, 'changed meanwhile');
});

async function offline(): Promise<Result<History>> {
  return { ok: false, error: 'offline' };
}

test('what was kept is shown until the newest page is there, and counts as nothing that was read', async () => {
  const page = Promise.withResolvers<Result<History>>();
  const timeline = new Timeline(
    'lobby',
    () => page.promise,
    async () => messages(3, 5),
  );
  const opened = timeline.open();
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual(seqs(timeline), [3, 4, 5]);
  assert.equal(timeline.opening.value, 'loading');
  assert.equal(timeline.shownN, 0);
  timeline.receive(message(9));
  assert.deepEqual(seqs(timeline), [3, 4, 5]);
  page.resolve({ ok: true, value: { events: [...messages(4, 8)], more: true } });
  await opened;
  assert.deepEqual(seqs(timeline), [4, 5, 6, 7, 8, 9]);
  assert.equal(timeline.shownN, 9);
});

test('without a network what was kept stays, and nothing older is asked for', async () => {
  let asked = 0;
  const offline = async (): Promise<Result<History>> => {
    asked++;
    return { ok: false, error: 'offline' };
  };
  const timeline = new Timeline('lobby', offline, async () => messages(3, 5));
  await timeline.open();
  await timeline.loadOlder();
  assert.deepEqual(seqs(timeline), [3, 4, 5]);
  assert.equal(timeline.opening.value, 'failed');
  assert.equal(asked, 1);
});

test('a page that was read before the events began is read again, once', async () => {
  let stored = messages(1, 5);
  let asked = 0;
  const timeline = new Timeline('lobby', (options) => {
    asked++;
    return history(stored).load(options);
  });
  await timeline.open();
  stored = messages(1, 7);
  timeline.began(7);
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual(seqs(timeline), [1, 2, 3, 4, 5, 6, 7]);
  timeline.began(9);
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  assert.equal(asked, 3);
});

test('a message far back is gone to with what is around it, and from there everything is reached', async () => {
  const stored = [...messages(1, 1_000)];
  const { load, asked } = history(stored);
  const timeline = new Timeline('lobby', load);
  await timeline.open();
  timeline.goTo(990);
  assert.equal(timeline.target.value, 990);
  assert.equal(asked.length, 1, 'it is held already');
  timeline.goTo(200);
  assert.equal(timeline.opening.value, 'loading');
  await Promise.resolve();
  await Promise.resolve();
  assert.ok(seqs(timeline).includes(199) && seqs(timeline).includes(201));
  assert.equal(timeline.shownN, 0, 'the newest is not shown');
  stored.push(message(1_001));
  timeline.receive(message(1_001));
  while (timeline.window.value.hasNewer) await timeline.loadNewer();
  assert.equal(seqs(timeline).at(-1), 1_001);
  while (timeline.window.value.hasOlder) await timeline.loadOlder();
  assert.equal(seqs(timeline)[0], 1);
});

/** Until a page that is on its way has come. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
