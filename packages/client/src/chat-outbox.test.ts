import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Refusal } from '@skein/protocol/errors';
import { clientIdSchema } from '@skein/protocol/ids';
import type { Ack } from '@skein/protocol/posting';
import { memoryOutbox } from './memory-outbox.ts';
import type { OutboxEntry, OutboxStorage, PostEntry } from './outbox.ts';
import type { FakeSocket } from './testing/fake-socket.ts';
import { message, room, World } from './testing/fake-world.ts';

function ack(id: string): Ack {
  return { t: 'ack', id, room: 'lobby', seq: 2, n: 1, at: 5 };
}

function refuse(socket: FakeSocket, id: string, error: Refusal): void {
  socket.deliver({ t: 'refused', id, error });
}

function bodies(socket: FakeSocket): string[] {
  return socket.sentOf('post').map(({ body }) => body);
}

function bodyOf(entry: OutboxEntry): string | undefined {
  return 'body' in entry ? entry.body : undefined;
}

function postAll(world: World, ...texts: string[]): PostEntry[] {
  return texts.map((text) => world.client.post('lobby', text));
}

function entry(id: string, body: string, account = 'ada'): OutboxEntry {
  return { t: 'post', id: `--------${id}`.padEnd(16, '-'), account, room: 'lobby', body, writtenAt: 1 };
}

test('P1: a post is pending until its ack, and leaves the outbox and its storage then', async () => {
  const storage = memoryOutbox();
  const world = new World({ outbox: storage });
  const socket = await world.goLive();
  const [hello] = postAll(world, 'hello');
  assert.ok(hello);
  assert.deepEqual(socket.sentOf('post'), [{ t: 'post', id: hello.id, room: 'lobby', body: 'hello' }]);
  await world.clock.advance(0);
  assert.deepEqual(await storage.load('ada'), [hello]);
  assert.deepEqual(world.client.outbox, [hello]);
  socket.deliver(ack(hello.id), ack(hello.id));
  await world.clock.advance(0);
  assert.deepEqual(await storage.load('ada'), []);
  assert.deepEqual(world.client.outbox, []);
  assert.deepEqual(
    world.notices.filter(({ kind }) => kind === 'pending' || kind === 'acked'),
    [
      { kind: 'pending', entry: hello },
      { kind: 'acked', ack: ack(hello.id) },
    ],
  );
});

test('P1: ids are valid, unlike each other and in the order of writing even within a millisecond', async () => {
  const world = new World();
  await world.goLive();
  const ids = Array.from({ length: 500 }, (_, index) => world.client.post('lobby', `${index}`).id);
  for (const id of ids) clientIdSchema.parse(id);
  assert.deepEqual(ids, [...new Set(ids)].sort());
});

test('P2: what was not answered goes again after a cut, in the order written, under the same ids', async () => {
  const world = new World();
  const first = await world.goLive();
  const [, two] = postAll(world, 'one', 'two', 'three');
  assert.ok(two);
  first.deliver(ack(two.id));
  first.cut();
  postAll(world, 'four');
  await world.awaitNextSocket();
  const second = await world.greet();
  assert.deepEqual(bodies(second), ['one', 'three', 'four']);
  const ids = (socket: FakeSocket): (string | undefined)[] =>
    ['one', 'three'].map((body) => socket.sentOf('post').find((post) => post.body === body)?.id);
  assert.deepEqual(ids(second), ids(first));
});

test('P2: what an earlier page load left goes first, once the storage gave it, and only of the same account', async () => {
  const storage = memoryOutbox();
  for (const left of [entry('2', 'second'), entry('1', 'first'), entry('3', 'of another', 'lin')])
    await storage.put(left);
  let give = (): void => {};
  const slow: OutboxStorage = {
    ...storage,
    load: (account) => new Promise((resolve) => (give = () => resolve(storage.load(account)))),
  };
  const world = new World({ outbox: slow });
  const socket = await world.goLive();
  postAll(world, 'new');
  await world.clock.advance(0);
  assert.deepEqual(bodies(socket), []);
  give();
  await world.clock.advance(0);
  assert.deepEqual(bodies(socket), ['first', 'second', 'new']);
  assert.deepEqual(
    world.noticesOf('pending').map(({ entry }) => bodyOf(entry)),
    ['new', 'first', 'second'],
  );
  assert.deepEqual(world.client.outbox.map(bodyOf), ['first', 'second', 'new']);
});

test('a storage that fails is reported, and the messages are sent all the same', async () => {
  const broken = (): Promise<never> => Promise.reject(new Error('no room on the disk'));
  const world = new World({ outbox: { ...memoryOutbox(), load: broken, put: broken, remove: broken } });
  const socket = await world.goLive();
  const [one] = postAll(world, 'one', 'two');
  socket.deliver(ack(one!.id));
  await world.clock.advance(0);
  assert.deepEqual(bodies(socket), ['one', 'two']);
  assert.equal(world.errors.length, 4);
});

test('what is written is with the storage at once: the page may be closed in the next moment', async () => {
  const given: string[] = [];
  const storage = memoryOutbox();
  const slow: OutboxStorage = {
    ...storage,
    put: (entry) => (given.push(entry.id), new Promise(() => {})),
  };
  const world = new World({ outbox: slow });
  await world.goLive();
  const posted = postAll(world, 'one', 'two');
  assert.deepEqual(
    given,
    posted.map(({ id }) => id),
  );
});

test('P3: a retry keeps the id with the same body and has a new one with another, or where the id is used up', async () => {
  const world = new World();
  const socket = await world.goLive();
  const [same, other, reused] = postAll(world, 'same', 'other', 'reused');
  refuse(socket, same!.id, { code: 'forbidden' });
  refuse(socket, other!.id, { code: 'forbidden' });
  refuse(socket, reused!.id, { code: 'client_id_reused' });
  world.client.retry(same!.id);
  world.client.retry(other!.id, 'changed');
  world.client.retry(reused!.id);
  const again = socket.sentOf('post').slice(3);
  assert.deepEqual(
    again.map(({ body }) => body),
    ['same', 'changed', 'reused'],
  );
  assert.deepEqual(
    again.map(({ id }) => [same, other, reused].some((entry) => entry!.id === id)),
    [true, false, false],
  );
  assert.deepEqual(
    world.client.outbox.map(({ id }) => id),
    again.map(({ id }) => id),
  );
});

test('P4: a refusal for good is told, kept with its reason and skipped, also on later connections', async () => {
  const world = new World();
  const socket = await world.goLive();
  const [one] = postAll(world, 'one', 'two');
  const error = { code: 'not_a_member' } as const;
  refuse(socket, one!.id, error);
  assert.deepEqual(world.noticesOf('refused'), [{ kind: 'refused', entry: { ...one, refusal: error }, error }]);
  postAll(world, 'three');
  const second = await world.comeBack();
  assert.deepEqual(bodies(second), ['two', 'three']);
  assert.deepEqual(world.client.outbox.map(bodyOf), ['one', 'two', 'three']);
  world.client.discard(one!.id);
  assert.deepEqual(world.client.outbox.map(bodyOf), ['two', 'three']);
});

test('P4: a refusal for now holds everything back until its time, then all goes in the order written', async () => {
  const world = new World();
  const socket = await world.goLive();
  const posts = postAll(world, 'one', 'two', 'three');
  for (const { id } of posts) refuse(socket, id, { code: 'too_many_requests', retryAfterMs: 700 });
  postAll(world, 'four');
  await world.clock.advance(699);
  assert.deepEqual(bodies(socket), ['one', 'two', 'three']);
  await world.clock.advance(1);
  assert.deepEqual(bodies(socket).slice(3), ['one']);
  for (const { id } of posts) socket.deliver(ack(id));
  assert.deepEqual(bodies(socket).slice(3), ['one', 'two', 'three', 'four']);
  assert.equal(world.noticesOf('refused').length, 0);
});

test('P4: after a refusal for now one post goes alone, and more at a time only as they are taken', async () => {
  const world = new World();
  const socket = await world.goLive();
  const posts = postAll(world, ...Array.from({ length: 100 }, (_, index) => `${index}`));
  const unanswered = (): number => socket.sent.length - sentBefore - acked;
  for (const { id } of posts.slice(0, 64)) refuse(socket, id, { code: 'too_many_requests', retryAfterMs: 8 });
  const sentBefore = socket.sent.length;
  let acked = 0;
  await world.clock.advance(8);
  for (const wanted of [1, 1, 1, 1, 2, 2, 2, 2, 3]) {
    assert.equal(unanswered(), wanted);
    socket.deliver(ack(posts[acked++]!.id));
  }
  refuse(socket, posts[acked]!.id, { code: 'too_many_requests', retryAfterMs: 8 });
  const sentSoFar = socket.sent.length;
  await world.clock.advance(1_000);
  assert.equal(socket.sent.length, sentSoFar, 'those on the wire are answered first');
  for (const { id } of posts.slice(acked + 1, acked + 3))
    refuse(socket, id, { code: 'too_many_requests', retryAfterMs: 8 });
  await world.clock.advance(8);
  assert.deepEqual(bodies(socket).slice(sentSoFar - socket.sent.length), [posts[acked]!.body]);
});

test('P4: against a server that takes one post in 8 ms, about every second post is sent in vain and not all that wait', async () => {
  const world = new World();
  const socket = await world.goLive();
  const rate = { perTokenMs: 8, fullAt: 0, burst: 20 };
  let refused = 0;
  const order: string[] = [];
  /** As a server does: posts behind a refused one wait for it. */
  const held = new Set<string>();
  socket.whenSent((frame) => {
    if (frame.t !== 'post') return;
    world.clock.setTimer(() => answer(frame.id), 3);
  });
  function answer(id: string): void {
    const now = world.clock.now();
    const debtMs = Math.max(0, rate.fullAt - now);
    const waitMs = debtMs - (rate.burst - 1) * rate.perTokenMs;
    const [first = id] = held;
    if (first !== id || waitMs > 0) {
      refused++;
      held.add(id);
      return refuse(socket, id, { code: 'too_many_requests', retryAfterMs: Math.max(1, Math.ceil(waitMs)) });
    }
    held.delete(id);
    rate.fullAt = now + debtMs + rate.perTokenMs;
    order.push(id);
    socket.deliver(ack(id));
  }
  const posts = postAll(world, ...Array.from({ length: 500 }, (_, index) => `${index}`));
  await world.clock.advance(10_000);
  assert.deepEqual(
    order,
    posts.map(({ id }) => id),
  );
  assert.ok(refused < 750, `${refused} of ${500 + refused} posts were sent in vain`);
});

test('P4: the longest of several waits counts, and it lasts over a cut', async () => {
  const world = new World();
  const socket = await world.goLive();
  const [one, two] = postAll(world, 'one', 'two');
  refuse(socket, one!.id, { code: 'busy', retryAfterMs: 5_000 });
  refuse(socket, two!.id, { code: 'busy', retryAfterMs: 1_000 });
  await world.clock.advance(1_000);
  const second = await world.comeBack();
  assert.deepEqual(bodies(second), []);
  await world.clock.advance(5_000);
  assert.deepEqual(bodies(second), ['one']);
  second.deliver(ack(one!.id));
  assert.deepEqual(bodies(second), ['one', 'two']);
});

test('P4: a timer that fires a moment too early does not leave the message waiting for ever', async () => {
  const world = new World();
  const socket = await world.goLive();
  world.clock.earlyMs = 1;
  const [one] = postAll(world, 'one');
  refuse(socket, one!.id, { code: 'too_many_requests', retryAfterMs: 700 });
  await world.clock.advance(700);
  assert.deepEqual(bodies(socket), ['one', 'one']);
});

test('P5: the ack and the event of an own message may come in either order', async () => {
  for (const isAckFirst of [true, false]) {
    const world = new World();
    const socket = await world.goLive();
    const [one] = postAll(world, 'one');
    const frames = [ack(one!.id), message('lobby', 2, 1, 'ada', one!.id)];
    socket.deliver(...(isAckFirst ? frames : frames.reverse()));
    assert.equal(world.noticesOf('acked').length, 1);
    assert.equal(world.noticesOf('event').length, 1);
    assert.deepEqual(world.client.outbox, []);
  }
});

test('P5: an event answers a post whose ack was lost, also one that was seen before or comes after a gap', async () => {
  for (const seq of [1, 2, 3]) {
    const world = new World();
    const socket = await world.goLive();
    const [one] = postAll(world, 'one');
    socket.deliver(message('lobby', seq, 1, 'lin', one!.id));
    assert.deepEqual(world.client.outbox, [one], 'the same id of somebody else answers nothing');
    socket.deliver(message('lobby', seq, 1, 'ada', one!.id));
    if (seq === 3) {
      await world.awaitNextSocket();
      await world.greet();
      world.socket.deliver(message('lobby', 2, 1, 'kim'), message('lobby', 3, 2, 'ada', one!.id));
    }
    assert.deepEqual(world.client.outbox, []);
    assert.deepEqual(world.noticesOf('acked').length, 1);
    assert.equal(world.noticesOf('acked')[0]?.ack.id, one!.id);
    await world.comeBack();
    assert.deepEqual(bodies(world.socket), []);
  }
});

test('P2: after a reset of their room unanswered posts go again, because their events are among those left out', async () => {
  const world = new World();
  const socket = await world.goLive([room('lobby'), room('club')]);
  const [one, two] = postAll(world, 'one', 'two');
  world.client.post('club', 'elsewhere');
  socket.deliver(ack(one!.id), { t: 'reset', room: room('lobby', { seq: 3_000, n: 2_900 }) });
  assert.deepEqual(bodies(socket), ['one', 'two', 'elsewhere', 'two']);
  assert.equal(socket.sentOf('post').at(-1)?.id, two!.id);
});

test('P6: at most 64 unanswered posts are on the wire, and each answer lets the next one go', async () => {
  const world = new World();
  const socket = await world.goLive();
  const posts = Array.from({ length: 70 }, (_, index) => world.client.post('lobby', `${index}`));
  assert.equal(bodies(socket).length, 64);
  socket.deliver(ack(posts[5]!.id));
  assert.deepEqual(bodies(socket).slice(64), ['64']);
  refuse(socket, posts[0]!.id, { code: 'forbidden' });
  assert.deepEqual(bodies(socket).slice(64), ['64', '65']);
  world.client.discard(posts[1]!.id);
  world.client.post('lobby', 'one more');
  assert.equal(bodies(socket).length, 66, 'a discarded post is still unanswered');
});

test('a socket that does not drain holds posts back until it does', async () => {
  const world = new World();
  const socket = await world.goLive();
  socket.bufferedAmount = 200 * 1024;
  postAll(world, 'one', 'two');
  await world.clock.advance(1_000);
  assert.deepEqual(bodies(socket), []);
  socket.bufferedAmount = 0;
  await world.clock.advance(100);
  assert.deepEqual(bodies(socket), ['one', 'two']);
});

test('C4: what the server would end the connection for is refused here and never sent', async () => {
  const world = new World();
  const socket = await world.goLive();
  postAll(world, ' ', '\ud800', 'é'.repeat(8 * 1024 + 1), '\u0001'.repeat(12 * 1024), 'é'.repeat(8 * 1024));
  assert.deepEqual(
    world.noticesOf('refused').map(({ error }) => error.code),
    ['body_empty', 'bad_request', 'body_too_long', 'body_too_long'],
  );
  assert.deepEqual(bodies(socket), ['é'.repeat(8 * 1024)]);
});

test('posting without a connection waits, posting without an account is a mistake', async () => {
  const world = new World();
  assert.throws(() => world.client.post('lobby', 'early'), /before the first welcome/);
  await world.goLive();
  world.socket.cut();
  postAll(world, 'later');
  await world.awaitNextSocket();
  const socket = await world.greet();
  assert.deepEqual(bodies(socket), ['later']);
});

test('what is in the storage stays there after close, and the next client sends it', async () => {
  const storage = memoryOutbox();
  const world = new World({ outbox: storage });
  await world.goLive();
  postAll(world, 'one');
  world.client.close();
  postAll(world, 'after the end');
  await world.clock.advance(0);
  const next = new World({ outbox: storage });
  assert.deepEqual(bodies(await next.goLive()), ['one', 'after the end']);
});

test('ids and times are the server’s, whatever clock there is here', async () => {
  const world = new World();
  const first = await world.greet({ time: 1_000_000 });
  await world.clock.advance(500);
  const [one] = postAll(world, 'one');
  assert.equal(one!.writtenAt, 1_000_500);
  assert.equal(world.client.serverTime, 1_000_500);
  first.cut();
  await world.awaitNextSocket();
  await world.greet({ time: 400_000 });
  const [two] = postAll(world, 'two');
  assert.ok(one!.id < two!.id, 'also where the server’s clock was set back');
});
