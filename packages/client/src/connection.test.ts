import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { room, welcome, World } from './testing/fake-world.ts';

test('C2: the first frame is a hello without cursors, and nothing else goes before the welcome', async () => {
  const world = new World();
  world.client.view('lobby');
  world.client.typing('lobby');
  world.socket.accept();
  await world.clock.advance(1_000);
  assert.deepEqual(world.socket.sent, [{ t: 'hello', v: PROTOCOL_VERSION }]);
  assert.deepEqual(world.client.status, { state: 'connecting', isAgain: false });
});

test('C3: the client is catching up from the welcome on and live once every stream is', async () => {
  const world = new World();
  const socket = await world.greet();
  assert.deepEqual(world.client.status, { state: 'catching-up' });
  assert.equal(world.client.account?.id, 'ada');
  socket.deliver({ t: 'snapshot', seq: 1, rooms: [room('lobby'), room('club')] }, { t: 'live', seq: 1 });
  socket.deliver({ t: 'live', room: 'lobby', seq: 1 });
  assert.deepEqual(world.client.status, { state: 'catching-up' });
  socket.deliver({ t: 'live', room: 'club', seq: 1 });
  assert.deepEqual(world.client.status, { state: 'live' });
});

test('a cut connection is tried again after a random part of a delay that grows by half up to 15 seconds', async () => {
  const world = new World();
  const ceilings = Array.from({ length: 13 }, (_, tries) => Math.min(250 * 1.5 ** tries, 15_000));
  const delays: number[] = [];
  for (const ceiling of ceilings) {
    world.socket.cut();
    const { status } = world.client;
    assert.ok(status.state === 'waiting');
    const delay = status.retryAt - world.clock.now();
    assert.ok(delay >= 0 && delay < ceiling, `${delay} of ${ceiling}`);
    delays.push(delay / ceiling);
    await world.clock.advance(delay);
    assert.deepEqual(world.client.status, { state: 'connecting', isAgain: true });
  }
  assert.equal(world.sockets.length, ceilings.length + 1);
  assert.equal(new Set(delays).size, delays.length, 'every delay has a chance of its own');
});

test('the delay starts from its beginning once the client was live, and not at the welcome', async () => {
  const world = new World();
  for (let tries = 0; tries < 6; tries++) await world.comeBack();
  world.socket.deliver({ t: 'snapshot', seq: 0, rooms: [] }, { t: 'live', seq: 0 });
  assert.deepEqual(world.client.status, { state: 'live' });
  world.socket.cut();
  assert.ok(world.client.status.state === 'waiting');
  assert.ok(world.client.status.retryAt - world.clock.now() < 250);
});

test('a server that welcomes and fails is asked less and less often', async () => {
  const world = new World();
  let longest = 0;
  for (let tries = 0; tries < 12; tries++) {
    await world.comeBack();
    world.socket.cut();
    assert.ok(world.client.status.state === 'waiting');
    longest = Math.max(longest, world.client.status.retryAt - world.clock.now());
    await world.awaitNextSocket();
  }
  assert.ok(longest > 1_000, `${longest}`);
});

test('reconnectNow tries at once, and does nothing where there is a connection', async () => {
  const world = new World();
  world.socket.cut();
  world.client.reconnectNow();
  assert.equal(world.sockets.length, 2);
  await world.goLive();
  world.client.reconnectNow();
  await world.clock.advance(15_000);
  assert.equal(world.sockets.length, 2);
});

test('C5: a bye with a time brings the client back after exactly that time', async () => {
  const world = new World();
  await world.goLive();
  world.socket.deliver({ t: 'bye', code: 'stopping', retryInMs: 3_210 });
  assert.deepEqual(world.client.status, { state: 'waiting', retryAt: world.clock.now() + 3_210 });
  assert.ok(world.sockets[0]?.isClosedByClient);
  await world.clock.advance(3_209);
  assert.equal(world.sockets.length, 1);
  await world.clock.advance(1);
  assert.equal(world.sockets.length, 2);
});

for (const [code, reason] of [
  ['session_ended', 'session-ended'],
  ['unsupported_version', 'outdated'],
  ['ended_by_operator', 'ended-by-operator'],
] as const) {
  test(`C5: the bye ${code} without a time ends the client as ${reason}`, async () => {
    const world = new World();
    world.socket.accept();
    world.socket.deliver({ t: 'bye', code });
    await world.clock.advance(120_000);
    assert.deepEqual(world.client.status, { state: 'ended', reason });
    assert.equal(world.sockets.length, 1);
  });
}

for (const [code, reason] of [
  [4001, 'session-ended'],
  [4002, 'outdated'],
  [4003, 'ended-by-operator'],
] as const) {
  test(`C5: the close code ${code} ends the client even where its bye was lost`, async () => {
    const world = new World();
    await world.goLive();
    world.socket.cut(code);
    await world.clock.advance(120_000);
    assert.deepEqual(world.client.status, { state: 'ended', reason });
    assert.equal(world.sockets.length, 1);
  });
}

test('C5: after 1012 the client comes back by itself', async () => {
  const world = new World();
  await world.goLive();
  world.socket.cut(1012);
  await world.awaitNextSocket();
  assert.equal(world.client.status.state, 'connecting');
});

test('C1: after a try that came to nothing, the next asks whether the session is over, and the client ends if it is', async () => {
  const answers = ['unknown', 'ok', 'ended'] as const;
  let asked = 0;
  const world = new World({ checkSession: async () => answers[asked++] ?? 'ok' });
  world.socket.cut();
  await world.awaitNextSocket();
  world.socket.cut();
  await world.awaitNextSocket();
  assert.equal(asked, 2);
  world.socket.cut();
  await world.clock.advance(120_000);
  assert.deepEqual(world.client.status, { state: 'ended', reason: 'session-ended' });
  assert.equal(world.sockets.length, 3);
});

test('C1: a connection that was cut after its welcome is made anew without asking', async () => {
  const world = new World({ checkSession: () => assert.fail('asked') });
  await world.goLive();
  await world.comeBack();
  assert.equal(world.client.status.state, 'catching-up');
});

test('a server that cannot be reached gets no sockets: Firefox would hold back the one that could be opened', async () => {
  let isReachable = false;
  let asked = 0;
  const world = new World({
    checkSession: async () => {
      asked++;
      return isReachable ? 'ok' : 'unreachable';
    },
  });
  world.socket.cut();
  await world.clock.advance(120_000);
  assert.equal(world.sockets.length, 1);
  assert.ok(asked > 10, `${asked} questions`);
  isReachable = true;
  await world.awaitNextSocket();
  await world.greet();
  assert.equal(world.client.status.state, 'catching-up');
});

test('C1: a question about the session that is not answered is given up, and a late or a failed answer changes nothing', async () => {
  let answer: (value: 'ended') => void = () => {};
  let asked = 0;
  const world = new World({
    checkSession: () =>
      asked++ === 0 ? new Promise((resolve) => (answer = resolve)) : Promise.reject(new Error('no')),
  });
  world.socket.cut();
  await world.awaitNextSocket();
  assert.equal(asked, 2);
  answer('ended');
  await world.greet();
  assert.equal(world.client.status.state, 'catching-up');
});

test('C6: after 20 silent seconds the client pings, and 10 more make it connect anew', async () => {
  const world = new World();
  await world.goLive();
  await world.clock.advance(19_999);
  assert.equal(world.socket.sentOf('ping').length, 0);
  await world.clock.advance(1);
  assert.equal(world.socket.sentOf('ping').length, 1);
  await world.clock.advance(9_999);
  assert.equal(world.client.status.state, 'live');
  await world.clock.advance(1);
  assert.equal(world.client.status.state, 'waiting');
  assert.ok(world.sockets[0]?.isClosedByClient);
});

test('C6: anything heard counts as life', async () => {
  const world = new World();
  await world.goLive();
  for (let round = 0; round < 4; round++) {
    await world.clock.advance(15_000);
    world.socket.deliver({ t: 'typing', room: 'lobby', by: 'lin', name: 'Lin' });
  }
  assert.equal(world.socket.sentOf('ping').length, 0);
  await world.clock.advance(25_000);
  world.socket.deliver({ t: 'pong' });
  await world.clock.advance(19_999);
  assert.equal(world.socket.sentOf('ping').length, 1);
  assert.equal(world.client.status.state, 'live');
});

test('a server that accepts and then says nothing is given up', async () => {
  const world = new World();
  world.socket.accept();
  await world.clock.advance(20_000);
  assert.equal(world.client.status.state, 'waiting');
  await world.awaitNextSocket();
  await world.clock.advance(20_000);
  assert.equal(world.client.status.state, 'waiting', 'also where the socket never opens');
});

test('what is no frame makes the client connect anew, and a frame of an unknown kind does not', async () => {
  const world = new World();
  await world.goLive();
  world.socket.deliverText('{"t":"from-the-future"}');
  assert.equal(world.client.status.state, 'live');
  world.socket.deliverText('{"t":');
  assert.equal(world.client.status.state, 'waiting');
});

test('close ends the client for good and leaves no timer behind', async () => {
  const world = new World();
  const socket = await world.goLive();
  world.client.markRead('lobby', 0);
  world.client.close();
  assert.deepEqual(world.client.status, { state: 'ended', reason: 'closed' });
  assert.ok(socket.isClosedByClient);
  assert.equal(world.clock.pendingTimers, 0);
});

test('a listener may close the client at any status, and nothing is opened after that', async () => {
  for (const state of ['connecting', 'catching-up', 'live', 'waiting'] as const) {
    const world = new World();
    world.client.listen((notice) => {
      if (notice.kind === 'status' && notice.status.state === state) world.client.close();
    });
    world.socket.accept();
    world.socket.deliver(welcome(), { t: 'snapshot', seq: 0, rooms: [] }, { t: 'live', seq: 0 });
    world.socket.cut();
    await world.clock.advance(60_000);
    assert.deepEqual(world.client.status, { state: 'ended', reason: 'closed' }, state);
    assert.equal(world.clock.pendingTimers, 0, state);
    assert.equal(world.sockets.length, 1, state);
  }
});

test('a listener that throws is reported and disturbs neither the others nor the client', async () => {
  const world = new World();
  const stop = world.client.listen(() => assert.fail('a careless listener'));
  let heard = 0;
  world.client.listen(() => heard++);
  await world.goLive();
  assert.equal(world.client.status.state, 'live');
  assert.equal(heard, world.notices.length);
  assert.equal(world.errors.length, heard);
  stop();
  world.client.close();
  assert.equal(world.errors.length, heard - 1, 'who left hears no more');
});

test('a session that is another account’s now ends the client instead of mixing the two', async () => {
  const world = new World();
  await world.goLive();
  world.client.post('lobby', 'as Ada');
  const account = { id: 'lin', kind: 'person', role: 'member', login: 'lin', name: 'Lin' } as const;
  const socket = await world.comeBack({ account });
  assert.deepEqual(world.client.status, { state: 'ended', reason: 'session-ended' });
  assert.equal(socket.sentOf('post').length, 0);
});
