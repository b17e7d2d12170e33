import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ack } from '@skein/protocol/posting';
import type { Up } from '@skein/protocol/up';
import { memoryOutbox } from './memory-outbox.ts';
import type { OutboxEntry } from './outbox.ts';
import type { FakeSocket } from './testing/fake-socket.ts';
import { deleted, edited, message, room, World } from './testing/fake-world.ts';

/** What was written to the lobby, in a few words and in the order sent. */
function written(socket: FakeSocket): string[] {
  return socket.sent.flatMap((frame: Up) => {
    if (frame.t === 'post') return [`post ${frame.body}`];
    if (frame.t === 'edit') return [`edit ${frame.message} ${frame.body}`];
    return frame.t === 'delete' ? [`delete ${frame.message}`] : [];
  });
}

function ack(id: string, seq = 9): Ack {
  return { t: 'ack', id, room: 'lobby', seq, n: 1, at: 5 };
}

const wide = { seq: 8, n: 7, read: 7 };

test('P1: an edit and a deletion name the message and are pending until they are answered', async () => {
  const storage = memoryOutbox();
  const world = new World({ outbox: storage });
  const socket = await world.goLive([room('lobby', wide)]);
  const edit = world.client.edit('lobby', 3, 'better');
  const removal = world.client.remove('lobby', 4);
  await world.clock.advance(0);
  assert.deepEqual(await storage.load('ada'), [edit, removal]);
  assert.deepEqual(socket.sentOf('edit'), [{ t: 'edit', id: edit.id, room: 'lobby', message: 3, body: 'better' }]);
  assert.deepEqual(socket.sentOf('delete'), [{ t: 'delete', id: removal.id, room: 'lobby', message: 4 }]);
  socket.deliver(ack(edit.id), ack(removal.id));
  await world.clock.advance(0);
  assert.deepEqual([await storage.load('ada'), world.client.outbox], [[], []]);
  assert.deepEqual(
    world.noticesOf('acked').map((notice) => notice.ack.id),
    [edit.id, removal.id],
  );
});

test('P2: posts, edits and deletions go again after a cut in the one order in which they were written', async () => {
  const world = new World();
  const first = await world.goLive([room('lobby', wide)]);
  first.cut();
  world.client.edit('lobby', 3, 'better');
  world.client.post('lobby', 'one');
  world.client.remove('lobby', 3);
  world.client.post('lobby', 'two');
  await world.awaitNextSocket();
  const second = await world.greet();
  const all = ['edit 3 better', 'post one', 'delete 3', 'post two'];
  assert.deepEqual(written(second), all);
  assert.deepEqual(written(await world.comeBack()), all, 'under the same ids, as long as nothing was answered');
});

test('P5: the event of a change answers it, also one that was seen before or that comes after a gap', async () => {
  for (const seq of [8, 9, 10]) {
    const world = new World();
    const socket = await world.goLive([room('lobby', wide)]);
    const edit = world.client.edit('lobby', 3, 'better');
    socket.deliver(edited('lobby', 8, 3, edit.id, 'lin'));
    assert.deepEqual(world.client.outbox, [edit], 'the same id of somebody else answers nothing');
    socket.deliver(edited('lobby', seq, 3, edit.id));
    assert.deepEqual(world.client.outbox, []);
  }
  for (const seq of [8, 9, 10]) {
    const world = new World();
    const socket = await world.goLive([room('lobby', wide)]);
    const removal = world.client.remove('lobby', 4);
    socket.deliver(deleted('lobby', seq, 4, removal.id));
    assert.deepEqual(world.client.outbox, []);
    assert.equal(world.noticesOf('acked')[0]?.ack.id, removal.id);
  }
});

test('P4: a change that is refused for now holds back what was written after it', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby', wide)]);
  const edit = world.client.edit('lobby', 3, 'better');
  const post = world.client.post('lobby', 'one');
  const error = { code: 'too_many_requests', retryAfterMs: 500 } as const;
  socket.deliver({ t: 'refused', id: edit.id, error }, { t: 'refused', id: post.id, error });
  await world.clock.advance(500);
  assert.deepEqual(written(socket).slice(2), ['edit 3 better']);
  socket.deliver(ack(edit.id));
  assert.deepEqual(written(socket).slice(3), ['post one']);
});

test('a change that is refused for good is kept with its reason, to edit, try again or discard', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby', wide)]);
  const edit = world.client.edit('lobby', 3, 'better');
  const removal = world.client.remove('lobby', 4);
  const refusal = { code: 'forbidden' } as const;
  for (const { id } of [edit, removal]) socket.deliver({ t: 'refused', id, error: refusal });
  assert.deepEqual(world.client.outbox, [
    { ...edit, refusal },
    { ...removal, refusal },
  ]);
  world.client.retry(edit.id, 'even better');
  const next = world.client.outbox.at(-1);
  assert.ok(next && next.id !== edit.id);
  assert.deepEqual({ ...next, id: edit.id, writtenAt: edit.writtenAt }, { ...edit, body: 'even better' });
  world.client.retry(removal.id, 'deletions have no body');
  assert.deepEqual(
    socket.sentOf('delete').map(({ id }) => id),
    [removal.id, removal.id],
  );
  world.client.discard(removal.id);
  assert.deepEqual(world.client.outbox, [next]);
});

test('an edit that the server never would take is refused here and never sent', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby', wide)]);
  for (const body of [' ', '\ud800', 'é'.repeat(8 * 1024 + 1)]) world.client.edit('lobby', 3, body);
  assert.deepEqual(
    world.noticesOf('refused').map(({ error }) => error.code),
    ['body_empty', 'bad_request', 'body_too_long'],
  );
  assert.deepEqual(written(socket), []);
});

test('E7: in another history a change is not sent, because its seq may be another message’s', async () => {
  const world = new World();
  await world.goLive([room('lobby', wide)]);
  world.socket.cut();
  const edit = world.client.edit('lobby', 3, 'better');
  const removal = world.client.remove('lobby', 4);
  world.client.post('lobby', 'one');
  await world.awaitNextSocket();
  const socket = await world.greet({ historyId: 'second' });
  assert.deepEqual(written(socket), ['post one']);
  assert.deepEqual(
    world.noticesOf('refused').map((notice) => [notice.entry.id, notice.error.code]),
    [
      [edit.id, 'not_found'],
      [removal.id, 'not_found'],
    ],
  );
  world.client.retry(edit.id, 'even better');
  assert.deepEqual(written(socket), ['post one'], 'nor when it is tried again with another body');
  world.client.edit('lobby', 3, 'of what is still on screen');
  assert.deepEqual(written(socket), ['post one'], 'nor before the rooms of the new history were told');
  socket.deliver({ t: 'snapshot', seq: 1, rooms: [room('lobby', wide)] });
  world.client.edit('lobby', 3, 'of this history');
  assert.deepEqual(written(socket), ['post one', 'edit 3 of this history']);
});

test('an outbox from before messages could be changed is sent as posts', async () => {
  const storage = memoryOutbox();
  const old = { id: 'old'.padEnd(16, '-'), account: 'ada', room: 'lobby', body: 'one', writtenAt: 1 };
  await storage.put(old as OutboxEntry);
  const world = new World({ outbox: storage });
  assert.deepEqual(written(await world.goLive()), ['post one']);
});

test('S8: changes move the cursor, and neither the messages counted nor what is read', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby', { seq: 8, n: 7, read: 5 })]);
  socket.deliver(edited('lobby', 9, 8, 'a', 'lin'), deleted('lobby', 10, 8, 'b', 'lin'), message('lobby', 11, 8));
  const { seq, n, read } = world.client.rooms.get('lobby')!;
  assert.deepEqual([seq, n, read], [11, 8, 5]);
  assert.deepEqual(
    world.noticesOf('event').map(({ event }) => `${event.t} ${event.seq}`),
    ['edited 9', 'deleted 10', 'message 11'],
  );
});

test('Q1: a reply names what it answers; in another history it is refused, and tried again it answers nothing', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby', wide)]);
  const sent = world.client.post('lobby', 'yes', { reply: 3 });
  assert.deepEqual(socket.sentOf('post'), [{ t: 'post', id: sent.id, room: 'lobby', body: 'yes', reply: 3 }]);
  socket.cut();
  await world.awaitNextSocket();
  const other = await world.greet({ historyId: 'second' });
  other.deliver({ t: 'snapshot', seq: 1, rooms: [room('lobby', wide)] });
  await world.clock.advance(0);
  assert.deepEqual(other.sentOf('post'), []);
  assert.equal(world.client.outbox[0]?.refusal?.code, 'not_found');
  world.client.retry(sent.id);
  const [again] = other.sentOf('post');
  assert.deepEqual([again?.body, again?.reply, again?.id === sent.id], ['yes', undefined, false]);
});
