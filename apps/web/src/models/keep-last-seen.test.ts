import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatClient } from '@skein/client/chat-client';
import type { RoomEvent, RoomView } from '@skein/protocol/rooms';
import type { Keepsake, LastSeen } from './keepsake.ts';
import { KeepLastSeen } from './keep-last-seen.ts';
import { deleted, history, message, messages, roomView, standingClock } from './testing.ts';
import { Timelines } from './timelines.ts';

const ADA = { id: 'ada', kind: 'person', role: 'member', login: 'ada', name: 'Ada' } as const;

/** What is kept lies open here. */
function openKeepsake() {
  const kept = new Map<string, readonly RoomEvent[]>();
  const seen: LastSeen[] = [];
  const keepsake: Keepsake = {
    before: undefined,
    events: async (room) => kept.get(room) ?? [],
    keep: async (last) => void seen.push(last),
    keepEvents: async (room, events) => void kept.set(room, events),
    forget: async () => kept.clear(),
  };
  return { keepsake, kept, seen };
}

function keeping(rooms: readonly RoomView[] = [roomView({ seq: 100, n: 100 })]) {
  const { keepsake, kept, seen } = openKeepsake();
  const clock = standingClock();
  const rest = { history: (_room: string, options: { limit: number }) => history(messages(1, 100)).load(options) };
  const timelines = new Timelines(rest, keepsake);
  const client = { known: { account: ADA, historyId: 'first', rooms } } as unknown as ChatClient;
  const keep = new KeepLastSeen({ client, timelines, clock, keepsake, lobby: () => 'lobby' });
  const settle = async (): Promise<void> => {
    clock.advance(1_000);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return { keep, kept, seen, timelines, clock, settle };
}

const seqs = (events: readonly RoomEvent[] = []): number[] => events.map(({ seq }) => seq);

test('a moment after something changed, rooms and the newest messages of those that were opened are kept', async () => {
  const { keep, kept, seen, timelines, settle } = keeping();
  await timelines.visit('lobby').open();
  keep.opened('lobby');
  assert.equal(seen.length, 0);
  await settle();
  assert.deepEqual(seen, [
    { account: ADA, historyId: 'first', rooms: [roomView({ seq: 100, n: 100 })], lobby: 'lobby' },
  ]);
  assert.deepEqual(seqs(kept.get('lobby')), seqs(messages(41, 100)));

  timelines.receive(message(101));
  keep.hear({ kind: 'event', event: message(101) });
  keep.hear({ kind: 'room', room: roomView({ seq: 101, n: 101 }) });
  await settle();
  assert.equal(seqs(kept.get('lobby')).at(-1), 101);
});

test('of a room that is gone nothing is kept', async () => {
  const { keep, kept, timelines, settle } = keeping();
  await timelines.visit('lobby').open();
  keep.opened('lobby');
  await settle();
  timelines.forget('lobby');
  keep.hear({ kind: 'room-gone', room: 'lobby' });
  await settle();
  assert.deepEqual(kept.get('lobby'), []);
});

test('after a log-out nothing more is kept', async () => {
  const { keep, seen, settle } = keeping();
  keep.opened('lobby');
  keep.stop();
  keep.opened('lobby');
  await settle();
  assert.deepEqual(seen, []);
});

test('a burst is kept once', async () => {
  const { keep, seen, settle } = keeping();
  for (let seq = 101; seq < 150; seq++) keep.hear({ kind: 'room', room: roomView({ seq, n: seq }) });
  await settle();
  assert.equal(seen.length, 1);
});

test('what is deleted or expires goes also from what is kept of a room that is not open', async () => {
  const { keep, kept, timelines, settle } = keeping();
  await timelines.visit('lobby').open();
  keep.opened('lobby');
  await settle();
  timelines.forget('lobby');
  keep.hear({ kind: 'event', event: deleted(101, 100) });
  await settle();
  assert.deepEqual(
    (kept.get('lobby') ?? []).slice(-2).map((event) => event.t === 'message' && event.body),
    ['99', ''],
  );
  keep.hear({
    kind: 'event',
    event: { t: 'expired', room: 'lobby', seq: 102, at: 1, by: 'server', name: 'Server', floor: 98, n: 98 },
  });
  await settle();
  assert.deepEqual(seqs(kept.get('lobby')), [99, 100]);
});
