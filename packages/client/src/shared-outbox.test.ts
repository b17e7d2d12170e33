import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ack } from '@skein/protocol/posting';
import { memoryOutbox } from './memory-outbox.ts';
import type { OutboxStorage, Seat } from './outbox.ts';
import { FakeClock } from './testing/fake-clock.ts';
import type { FakeSocket } from './testing/fake-socket.ts';
import { message, World } from './testing/fake-world.ts';

// Several clients of one account that share an outbox, as the tabs of one browser do.

function tabs(count: number, storage: OutboxStorage = memoryOutbox()): World[] {
  const clock = new FakeClock();
  return Array.from({ length: count }, (_, index) => new World({ outbox: storage, seed: index + 1, clock }));
}

/** Two tabs that are live. The first has the turn. */
async function twoTabs(storage?: OutboxStorage): Promise<[World, World]> {
  const [first, second] = tabs(2, storage);
  await first!.goLive();
  await second!.goLive();
  return [first!, second!];
}

function bodies(socket: FakeSocket): string[] {
  return socket.sentOf('post').map(({ body }) => body);
}

function waiting(world: World): string[] {
  return world.client.outbox.map((entry) => ('body' in entry ? entry.body : 'deletion'));
}

/** The server answers everything that this tab has on its wire. */
async function ackAll({ socket, clock }: World): Promise<void> {
  for (const { id } of socket.sentOf('post')) socket.deliver(ackOf(id));
  await clock.advance(0);
}

function ackOf(id: string): Ack {
  return { t: 'ack', id, room: 'lobby', seq: 2, n: 1, at: 5 };
}

test('what waits is shown in every tab, and sent once, in the order written, by one of them', async () => {
  const [ada, too] = await twoTabs();
  for (const tab of [ada, too]) tab.socket.cut();
  for (const [index, tab] of [ada, too, too, ada].entries()) {
    tab.client.post('lobby', `${index}`);
    await tab.clock.advance(1);
  }
  for (const tab of [ada, too]) assert.deepEqual(waiting(tab), ['0', '1', '2', '3']);
  for (const tab of [ada, too]) if (tab.client.status.state !== 'connecting') await tab.awaitNextSocket();
  await ada.greet();
  await too.greet();
  await ackAll(ada);
  await ackAll(too);
  assert.deepEqual([...bodies(ada.socket), ...bodies(too.socket)], ['0', '1', '2', '3']);
  for (const tab of [ada, too]) assert.deepEqual(waiting(tab), []);
});

test('the tab in which is written sends, once the other has its answers', async () => {
  const [ada, too] = await twoTabs();
  ada.client.post('lobby', 'one');
  too.client.post('lobby', 'two');
  ada.client.post('lobby', 'three');
  await ada.clock.advance(0);
  assert.deepEqual(bodies(ada.socket), ['one']);
  assert.deepEqual(bodies(too.socket), []);
  await ackAll(ada);
  assert.deepEqual(bodies(ada.socket), ['one']);
  assert.deepEqual(bodies(too.socket), ['two', 'three']);
});

test('when the tab that sends is gone, another sends what it left', async () => {
  const storage = memoryOutbox();
  const [ada, too, three] = tabs(3, storage);
  for (const tab of [ada!, too!, three!]) await tab.goLive();
  const { id } = ada!.client.post('lobby', 'one');
  await ada!.clock.advance(0);
  ada!.client.close();
  await ada!.clock.advance(0);
  assert.deepEqual(too!.socket.sentOf('post'), [{ t: 'post', id, room: 'lobby', body: 'one' }]);
  assert.deepEqual(bodies(three!.socket), []);
});

test('a tab without a connection lets one that has one send', async () => {
  const [ada, too] = await twoTabs();
  ada.socket.cut();
  too.socket.cut();
  ada.client.post('lobby', 'one');
  await too.awaitNextSocket();
  await too.greet();
  assert.deepEqual(bodies(too.socket), ['one']);
});

test('a message that is taken, refused or discarded is so in every tab', async () => {
  const [ada, too] = await twoTabs();
  const refused = ada.client.post('lobby', 'refused');
  const discarded = ada.client.post('lobby', 'discarded');
  const taken = ada.client.post('lobby', 'taken');
  for (const { id } of [refused, discarded]) {
    ada.socket.deliver({ t: 'refused', id, error: { code: 'not_a_member' } });
  }
  await ada.clock.advance(0);
  assert.deepEqual(too.client.outbox, ada.client.outbox);
  assert.deepEqual(
    too.noticesOf('refused').map(({ error }) => error.code),
    ['not_a_member', 'not_a_member'],
  );
  too.client.discard(discarded.id);
  ada.socket.deliver(ackOf(taken.id));
  await ada.clock.advance(0);
  for (const tab of [ada, too]) assert.deepEqual(waiting(tab), ['refused']);
  too.client.retry(refused.id);
  await ada.clock.advance(0);
  assert.deepEqual(too.socket.sentOf('post'), [{ t: 'post', id: refused.id, room: 'lobby', body: 'refused' }]);
  assert.deepEqual(ada.client.outbox, [refused]);
});

test('the event of a message ends its waiting in the tabs that did not send it', async () => {
  const [ada, too] = await twoTabs();
  const { id } = ada.client.post('lobby', 'one');
  await ada.clock.advance(0);
  too.socket.deliver(message('lobby', 2, 1, 'ada', id));
  assert.deepEqual(waiting(too), []);
  assert.equal(too.noticesOf('acked').length, 1);
});

test('a refusal is kept with its reason: what was refused is not sent again by itself after a reload', async () => {
  const storage = memoryOutbox();
  const world = new World({ outbox: storage });
  const socket = await world.goLive();
  const { id } = world.client.post('lobby', 'one');
  socket.deliver({ t: 'refused', id, error: { code: 'not_a_member' } });
  world.client.close();
  const next = new World({ outbox: storage, seed: 2 });
  const nextSocket = await next.goLive();
  assert.deepEqual(bodies(nextSocket), []);
  assert.deepEqual(next.client.outbox[0]?.refusal, { code: 'not_a_member' });
  assert.equal(next.noticesOf('refused').length, 1);
});

test('what was discarded elsewhere while a tab had no connection is not sent by it', async () => {
  const storage = memoryOutbox();
  const world = new World({ outbox: storage });
  await world.goLive();
  world.socket.cut();
  const { id } = world.client.post('lobby', 'one');
  await storage.remove(id);
  await world.awaitNextSocket();
  assert.deepEqual(bodies(await world.greet()), []);
  assert.deepEqual(world.client.outbox, []);
  assert.equal(world.noticesOf('withdrawn').length, 1);
});

test('a tab whose turn was taken sends nothing more, and what it has on its wire may still be answered', async () => {
  const seats: Seat[] = [];
  const storage = memoryOutbox();
  const world = new World({
    outbox: { ...storage, join: (account, seat) => (seats.push(seat), storage.join(account, seat)) },
  });
  const socket = await world.goLive();
  const { id } = world.client.post('lobby', 'one');
  seats[0]!.lost();
  world.client.post('lobby', 'two');
  assert.deepEqual(bodies(socket), ['one']);
  socket.deliver(ackOf(id));
  assert.deepEqual(waiting(world), ['two']);
  seats[0]!.taken();
  await world.clock.advance(0);
  assert.deepEqual(bodies(socket), ['one', 'two']);
});

test('messages of two tabs are in one order, whatever time either believes it is', async () => {
  const storage = memoryOutbox();
  const [ada, too] = tabs(2, storage);
  await ada!.greet({ time: 5_000_000 });
  await too!.greet({ time: 1_000_000 });
  for (const tab of [ada!, too!]) tab.socket.cut();
  ada!.client.post('lobby', 'one');
  await ada!.clock.advance(0);
  too!.client.post('lobby', 'two');
  await ada!.clock.advance(0);
  for (const tab of [ada!, too!]) assert.deepEqual(waiting(tab), ['one', 'two']);
});

test('every account has an outbox of its own in the same storage', async () => {
  const storage = memoryOutbox();
  const [ada, lin] = tabs(2, storage);
  await ada!.goLive();
  await lin!.greet({ account: { id: 'lin', kind: 'person', role: 'member', login: 'lin', name: 'Lin' } });
  ada!.client.post('lobby', 'Ada’s');
  await ada!.clock.advance(0);
  assert.deepEqual(waiting(lin!), []);
  lin!.client.post('lobby', 'Lin’s');
  assert.deepEqual(bodies(lin!.socket), ['Lin’s']);
});
