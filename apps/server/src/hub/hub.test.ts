import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shown } from '@skein/protocol/message-changes';
import { OUTBOUND_SLICE_BYTES } from '../sockets/outbound.ts';
import { LOBBY_ID } from '../storage/lobby.ts';
import { World } from './testing/world.ts';

test('S3: a client without cursors gets a snapshot, and is told that it is live in every stream', async () => {
  await using world = await World.open({ workers: 1 });
  const ada = await world.connects(await world.registers('ada'));
  assert.equal(ada.received('snapshot').length, 1);
  const live = ada.received('live').map((frame) => (frame.t === 'live' ? (frame.room ?? 'account') : ''));
  assert.deepEqual(live.toSorted(), ['account', LOBBY_ID]);
});

test('S1: everybody in a room gets every message in order, whichever worker they are on', async () => {
  await using world = await World.open({ workers: 3 });
  const ada = await world.registers('ada');
  const lin = await world.registers('lin');
  const clients = [await world.connects(ada, 0), await world.connects(lin, 1), await world.connects(lin, 2)];
  for (const body of ['one', 'two', 'three']) await world.posts(ada.account, LOBBY_ID, body);
  for (const client of clients) assert.deepEqual(client.bodies(LOBBY_ID), ['one', 'two', 'three']);
});

test('S5: who comes back gets what they missed, once and in order', async () => {
  await using world = await World.open({ workers: 2 });
  const ada = await world.registers('ada');
  const lin = await world.registers('lin');
  const before = await world.connects(lin);
  await world.posts(ada.account, LOBBY_ID, 'seen');
  before.cuts();
  for (let count = 0; count < 120; count++) await world.posts(ada.account, LOBBY_ID, `missed ${count}`);
  const after = await world.connects(lin, 1, before);
  const missed = Array.from({ length: 120 }, (_, count) => `missed ${count}`);
  assert.deepEqual(after.bodies(LOBBY_ID), ['seen', ...missed]);
  assert.equal(after.received('snapshot').length, 0);
});

test('E5: edits and deletions of old messages reach who is live, who resumes and who comes later, and all show the same', async () => {
  await using world = await World.open({ workers: 2 });
  const [ada, lin] = [await world.registers('ada'), await world.registers('lin')];
  const live = await world.connects(ada, 0);
  const away = await world.connects(lin, 1);
  const one = await world.posts(ada.account, LOBBY_ID, 'one');
  const two = await world.posts(ada.account, LOBBY_ID, 'two');
  const three = await world.posts(ada.account, LOBBY_ID, 'three');
  away.cuts();
  await world.edits(ada.account, LOBBY_ID, one, 'uno');
  await world.edits(ada.account, LOBBY_ID, two, 'dos');
  await world.deletes(ada.account, LOBBY_ID, two);
  const back = await world.connects(lin, 1, away);
  await world.edits(ada.account, LOBBY_ID, three, 'tres');
  assert.deepEqual(live.bodies(LOBBY_ID), ['uno', '', 'tres']);
  assert.deepEqual(back.shown(LOBBY_ID), live.shown(LOBBY_ID));
  assert.ok(!back.frames.some((frame) => frame.t === 'edited' && frame.body === 'dos'), 'what was deleted is not sent');
  const { events } = await world.workers[0]!.reads.pageForWorker({ room: LOBBY_ID, after: 1, limit: 200 });
  assert.deepEqual(shown(events), live.shown(LOBBY_ID));
});

test('S8: unread messages are those said, also where they were edited or deleted since', async () => {
  await using world = await World.open({ workers: 1 });
  const [ada, lin] = [await world.registers('ada'), await world.registers('lin')];
  const seqs = [await world.posts(ada.account, LOBBY_ID, 'one'), await world.posts(ada.account, LOBBY_ID, 'two')];
  await world.edits(ada.account, LOBBY_ID, seqs[0]!, 'uno');
  await world.deletes(ada.account, LOBBY_ID, seqs[1]!);
  const view = await world.workers[0]!.reads.roomView(LOBBY_ID, lin.account);
  assert.deepEqual([view?.n, view?.read, view?.seq], [2, 0, 5]);
});

test('S5: who was away for too long is told to begin anew', async () => {
  await using world = await World.open({ workers: 1 });
  const ada = await world.registers('ada');
  const before = await world.connects(ada);
  before.cuts();
  for (let count = 0; count < 1_001; count++) await world.posts(ada.account, LOBBY_ID, `missed ${count}`);
  const after = await world.connects(ada, 0, before);
  assert.equal(after.received('reset').length, 1);
  await world.posts(ada.account, LOBBY_ID, 'new');
  assert.deepEqual(after.bodies(LOBBY_ID), ['new']);
});

test('S2: cursors of another history count for nothing', async () => {
  await using world = await World.open({ workers: 1 });
  const ada = await world.registers('ada');
  const before = await world.connects(ada);
  before.historyId = 'another';
  before.cuts();
  const after = await world.connects(ada, 0, before);
  assert.equal(after.received('snapshot').length, 1);
});

test('S4: a room made on one device appears on the other, and its messages follow', async () => {
  await using world = await World.open({ workers: 2 });
  const ada = await world.registers('ada');
  const laptop = await world.connects(ada, 0);
  const phone = await world.connects(ada, 1);
  const room = await world.makesRoom(ada.account, 'Garden');
  await world.posts(ada.account, room, 'first');
  assert.deepEqual(laptop.bodies(room), ['first']);
  assert.deepEqual(phone.bodies(room), ['first']);
});

test('S4: who was invited while away finds the room when they come back', async () => {
  await using world = await World.open({ workers: 1 });
  const ada = await world.registers('ada');
  const lin = await world.registers('lin');
  const before = await world.connects(lin);
  before.cuts();
  const room = await world.makesRoom(ada.account, 'Garden', 'private');
  await world.submit({ kind: 'invite', by: ada.account, room, loginKey: 'lin' });
  const after = await world.connects(lin, 0, before);
  await world.posts(ada.account, room, 'welcome');
  assert.deepEqual(after.bodies(room), ['welcome']);
});

test('S10: a room that one was brought into is new until it was opened, told alike live and later', async () => {
  await using world = await World.open({ workers: 2 });
  const [ada, lin] = [await world.registers('ada'), await world.registers('lin')];
  const live = await world.connects(lin, 0);
  const before = await world.connects(lin, 1);
  before.cuts();
  const room = await world.makesRoom(ada.account, 'Garden', 'private');
  await world.posts(ada.account, room, 'before');
  await world.submit({ kind: 'invite', by: ada.account, room, loginKey: 'lin' });
  const later = await world.connects(lin, 1, before);
  const [entered] = live.received('entered');
  assert.ok(entered?.t === 'entered');
  assert.deepEqual(entered.invitedBy, { id: ada.account, name: 'ada' });
  assert.deepEqual([entered.room.n, entered.room.read, entered.room.preferences], [1, 1, { unreadFrom: 2 }]);
  assert.deepEqual(later.received('entered'), [entered]);
  const own = await world.makesRoom(lin.account, 'Shed');
  const made = live.received('entered').at(-1);
  assert.ok(made?.t === 'entered' && made.room.id === own);
  assert.deepEqual([made.invitedBy, made.room.preferences], [undefined, undefined]);
});

test('S7: nothing after a removal reaches the removed, live or resuming', async () => {
  await using world = await World.open({ workers: 2 });
  const ada = await world.registers('ada');
  const lin = await world.registers('lin');
  const room = await world.makesRoom(ada.account, 'Garden', 'private');
  await world.submit({ kind: 'invite', by: ada.account, room, loginKey: 'lin' });
  const live = await world.connects(lin, 0);
  const away = await world.connects(lin, 1);
  away.cuts();
  await world.posts(ada.account, room, 'for both');
  await world.submit({ kind: 'remove', by: ada.account, room, account: lin.account });
  await world.posts(ada.account, room, 'not for lin');
  const back = await world.connects(lin, 1, away);
  assert.deepEqual(live.bodies(room), ['for both']);
  assert.deepEqual(back.bodies(room), []);
  assert.equal(back.cursors.has(room), false);
  assert.equal(back.received('exited').length, 1);
});

test('a client that does not read goes behind, costs no more than its limit, and misses nothing', async () => {
  await using world = await World.open({ workers: 1 });
  const ada = await world.registers('ada');
  const lin = await world.registers('lin');
  const slow = await world.connects(lin);
  const quick = await world.connects(ada);
  slow.stopsReading();
  const bodies = Array.from({ length: 200 }, (_, count) => `${count} ${'x'.repeat(16_000)}`);
  for (const body of bodies) await world.posts(ada.account, LOBBY_ID, body);
  assert.ok(slow.hubClient.connection.outbound.byteLength <= 1024 * 1024);
  assert.deepEqual(quick.bodies(LOBBY_ID), bodies);
  slow.readsAgain();
  await until(world, () => slow.bodies(LOBBY_ID).length === bodies.length);
  await world.posts(ada.account, LOBBY_ID, 'after');
  assert.deepEqual(slow.bodies(LOBBY_ID), [...bodies, 'after']);
});

test('what a client gets is written in steps small enough to show that a slow one makes progress', async () => {
  await using world = await World.open({ workers: 1 });
  const ada = await world.registers('ada');
  const lin = await world.registers('lin');
  const resuming = await world.connects(lin);
  resuming.cuts();
  const live = await world.connects(lin);
  world.workers[0]!.isAsleep = true;
  for (let count = 0; count < 40; count++) await world.posts(ada.account, LOBBY_ID, 'x'.repeat(16_000));
  world.workers[0]!.isAsleep = false;
  await world.settle();
  const resumed = await world.connects(lin, 0, resuming);
  for (const client of [live, resumed]) {
    assert.equal(client.bodies(LOBBY_ID).length, 40);
    assert.ok(client.largestWriteBytes <= OUTBOUND_SLICE_BYTES, `${client.largestWriteBytes} bytes in one write`);
  }
});

test('a worker that lost events reads the gap from the store', async () => {
  await using world = await World.open({ workers: 1 });
  const ada = await world.registers('ada');
  const client = await world.connects(ada);
  const worker = world.workers[0]!;
  worker.isAsleep = true;
  for (const body of ['lost', 'lost too']) await world.posts(ada.account, LOBBY_ID, body);
  worker.inbox = [];
  worker.isAsleep = false;
  await world.posts(ada.account, LOBBY_ID, 'here');
  assert.deepEqual(client.bodies(LOBBY_ID), ['lost', 'lost too', 'here']);
});

test('after a new ledger a worker looks for what was committed and never published', async () => {
  await using world = await World.open({ workers: 1 });
  const ada = await world.registers('ada');
  const client = await world.connects(ada);
  const worker = world.workers[0]!;
  worker.isAsleep = true;
  await world.posts(ada.account, LOBBY_ID, 'committed, not published');
  worker.inbox = [];
  worker.isAsleep = false;
  worker.hub.gapsPossible();
  await world.settle();
  worker.hub.turnEnds();
  assert.deepEqual(client.bodies(LOBBY_ID), ['committed, not published']);
});

test('an ended session closes its clients on every worker, and no others', async () => {
  await using world = await World.open({ workers: 2 });
  const ada = await world.registers('ada');
  const lin = await world.registers('lin');
  const clients = [await world.connects(ada, 0), await world.connects(ada, 1)];
  const other = await world.connects(lin, 1);
  await world.submit({ kind: 'end-session', session: ada.session });
  assert.deepEqual(
    clients.map(({ isCut }) => isCut),
    [true, true],
  );
  assert.equal(other.isCut, false);
});

test('S8: reading on one device moves the mark on the other, forward only', async () => {
  await using world = await World.open({ workers: 2 });
  const ada = await world.registers('ada');
  const lin = await world.registers('lin');
  const laptop = await world.connects(lin, 0);
  const phone = await world.connects(lin, 1);
  await world.posts(ada.account, LOBBY_ID, 'one');
  await world.posts(ada.account, LOBBY_ID, 'two');
  await world.submit({ kind: 'read', account: lin.account, room: LOBBY_ID, n: 2 });
  await world.submit({ kind: 'read', account: lin.account, room: LOBBY_ID, n: 1 });
  for (const client of [laptop, phone]) {
    assert.deepEqual(
      client.received('read').map((frame) => (frame.t === 'read' ? frame.n : -1)),
      [2],
    );
  }
});

test('M4: who is connected, at whichever worker, is told of what says here, on all devices; who comes later is not', async () => {
  await using world = await World.open({ workers: 3 });
  const [ada, lin, eve] = [await world.registers('ada'), await world.registers('lin'), await world.registers('eve')];
  await world.connects(ada, 0);
  const [laptop, phone] = [await world.connects(lin, 1), await world.connects(lin, 2)];
  const away = await world.connects(eve, 1);
  away.cuts();
  await world.posts(ada.account, LOBBY_ID, '<@here> tea');
  const back = await world.connects(eve, 1, away);
  const mentions = [laptop, phone, back].map((client) => client.received('mentioned').length);
  assert.deepEqual(mentions, [1, 1, 0]);
  const { reads } = world.workers[2]!;
  assert.deepEqual((await reads.roomView(LOBBY_ID, lin.account))?.mentions, [1]);
});

test('P2, P3: a repeated post gets the first answer; another body under its id is refused', async () => {
  await using world = await World.open({ workers: 1 });
  const ada = await world.registers('ada');
  const client = await world.connects(ada);
  const post = { kind: 'post', account: ada.account, room: LOBBY_ID, id: 'AAAAAAAAAAAAAAAA', body: 'once' } as const;
  const first = await world.submit(post);
  const again = await world.submit(post);
  const other = await world.submit({ ...post, body: 'twice' });
  assert.ok(first.ok && again.ok);
  assert.deepEqual({ ...again.value, repeated: false }, first.value);
  assert.equal(other.ok ? '' : other.error.code, 'client_id_reused');
  assert.deepEqual(client.bodies(LOBBY_ID), ['once']);
});

test('V1: the room on screen is known on a new connection too, however early it is told', async () => {
  await using world = await World.open({ workers: 2 });
  const ada = await world.registers('ada');
  const before = await world.connects(ada, 0);
  before.views(LOBBY_ID);
  before.cuts();
  const after = await world.connects(ada, 1, before);
  assert.equal(after.received('here').length, 1);
});

test('V1: who looks at a room sees who of its members is here, on every worker, as they come and go', async () => {
  await using world = await World.open({ workers: 2 });
  const ada = await world.registers('ada');
  const viewer = await world.connects(ada, 0);
  world.workers[0]!.hub.tick();
  world.workers[0]!.hub.view(viewer.hubClient, LOBBY_ID);
  await world.settle();
  const lin = await world.registers('lin');
  const guest = await world.connects(lin, 1);
  for (const { hub } of world.workers.toReversed()) hub.tick();
  await world.settle();
  guest.cuts();
  for (const { hub } of world.workers.toReversed()) hub.tick();
  await world.settle();
  const seen = viewer.frames.flatMap((frame) => {
    if (frame.t === 'here') return [`here ${frame.people.map(({ name }) => name).join()} of ${frame.members}`];
    if (frame.t !== 'presence') return [];
    return [`on ${frame.on.map(({ name }) => name).join()} off ${frame.off.length} of ${frame.members}`];
  });
  assert.deepEqual(
    seen,
    ['here ada of 1', 'on lin off 0 of 2', 'on  off 1 of 2'],
    'the Lobby tells how many there are',
  );
});

test('V1: who joins or leaves the room on screen comes to or goes from who is here', async () => {
  await using world = await World.open({ workers: 2 });
  const ada = await world.registers('ada');
  const lin = await world.registers('lin');
  const room = await world.makesRoom(ada.account, 'Garden');
  const viewer = await world.connects(ada, 0);
  await world.connects(lin, 1);
  viewer.views(room);
  world.workers.forEach(({ hub }) => hub.tick());
  await world.settle();
  await world.submit({ kind: 'join', account: lin.account, room });
  world.workers[0]!.hub.tick();
  await world.settle();
  await world.submit({ kind: 'leave', account: lin.account, room });
  world.workers[0]!.hub.tick();
  await world.settle();
  const counts = viewer.frames.flatMap((frame) => (frame.t === 'here' || frame.t === 'presence' ? [frame.count] : []));
  assert.deepEqual(counts, [1, 2, 1]);
});

test('A2: somebody who changes their name is here under it, on every worker, and for who comes to look later', async () => {
  await using world = await World.open({ workers: 2 });
  const [ada, lin] = [await world.registers('ada'), await world.registers('lin')];
  const viewer = await world.connects(ada, 0);
  const typist = await world.connects(lin, 1);
  const tick = async () => {
    for (const { hub } of world.workers.toReversed()) hub.tick();
    await world.settle();
  };
  viewer.views(LOBBY_ID);
  await tick();
  const name = { name: 'Countess', nameKey: 'countess', skeleton: 'countess' };
  await world.submit({ kind: 'change-account', account: lin.account, name, settings: {} });
  await tick();
  world.workers[1]!.hub.typing(typist.hubClient, LOBBY_ID);
  await world.settle();
  const later = await world.connects(ada, 0);
  later.views(LOBBY_ID);
  await tick();
  const named = [...viewer.frames, ...later.frames].flatMap((frame) => {
    if (frame.t === 'presence') return frame.on.map((person) => person.name);
    if (frame.t === 'typing') return [`${frame.name} types`];
    return frame.t === 'here'
      ? [
          frame.people
            .map((person) => person.name)
            .sort()
            .join(),
        ]
      : [];
  });
  assert.deepEqual(named, ['ada', 'lin', 'Countess', 'Countess types', 'Countess,ada']);
  assert.deepEqual(viewer.received('profile').length, 1);
});

test('V3: whoever watches somebody hears of them from every worker, whatever room is on screen', async () => {
  await using world = await World.open({ workers: 2 });
  const [ada, lin, max] = [await world.registers('ada'), await world.registers('lin'), await world.registers('max')];
  const watcher = await world.connects(ada, 0);
  const tick = async () => {
    for (const { hub } of world.workers.toReversed()) hub.tick();
    await world.settle();
  };
  await tick();
  world.workers[0]!.hub.watch(watcher.hubClient, [lin.account, ada.account]);
  await world.settle();
  const guest = await world.connects(lin, 1);
  await world.connects(max, 1);
  await tick();
  guest.cuts();
  await tick();
  world.workers[0]!.hub.watch(watcher.hubClient, [max.account]);
  await world.settle();
  const told = watcher.frames.flatMap((frame) => (frame.t === 'online' ? [[frame.on, frame.off]] : []));
  assert.deepEqual(told, [
    [[ada.account], [lin.account]],
    [[lin.account], []],
    [[], [lin.account]],
    [[max.account], []],
  ]);
});

test('V2: typing shows to those who look at the room, and not to who types', async () => {
  await using world = await World.open({ workers: 2 });
  const ada = await world.registers('ada');
  const lin = await world.registers('lin');
  const typist = await world.connects(ada, 0);
  const viewer = await world.connects(lin, 1);
  const elsewhere = await world.connects(lin, 1);
  world.workers[0]!.hub.view(typist.hubClient, LOBBY_ID);
  world.workers[1]!.hub.view(viewer.hubClient, LOBBY_ID);
  world.workers[0]!.hub.typing(typist.hubClient, LOBBY_ID);
  await world.settle();
  assert.deepEqual(
    [typist, viewer, elsewhere].map((client) => client.received('typing').length),
    [0, 1, 0],
  );
});

async function until(world: World, isDone: () => boolean): Promise<void> {
  while (!isDone()) await world.settle();
}
