import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOBBY_ID } from '../storage/lobby.ts';
import { StorageError } from '../storage/store.ts';
import { World } from './testing/world.ts';

// What comes at a bad moment: locks that are busy, reads that fail, events that get lost.

test('S3, S5: a client keeps its cursors however long its streams take to open', async () => {
  await using world = await World.open({ workers: 1 });
  const ada = await world.registers('ada');
  const rooms = [LOBBY_ID, await world.makesRoom(ada.account, 'Garden'), await world.makesRoom(ada.account, 'Kitchen')];
  const before = await world.connects(ada);
  before.cuts();
  for (const room of rooms) await world.posts(ada.account, room, 'missed');
  before.accountCursor = 1_000_000;
  world.workers[0]!.interestTurns = 3;
  const after = await world.connects(ada, 0, before);
  await until(world, () => after.received('live').length === 4);
  assert.equal(after.received('snapshot').length, 1);
  for (const room of rooms) assert.deepEqual(after.bodies(room), ['missed']);
});

test('a worker that learns of a removal only from the store follows the room no longer', async () => {
  await using world = await World.open({ workers: 1 });
  const ada = await world.registers('ada');
  const lin = await world.registers('lin');
  const room = await world.makesRoom(ada.account, 'Garden', 'private');
  await world.submit({ kind: 'invite', by: ada.account, room, loginKey: 'lin' });
  const slow = await world.connects(lin);
  slow.views(room);
  slow.stopsReading();
  const worker = world.workers[0]!;
  for (let count = 0; count < 100; count++) await world.posts(ada.account, room, 'x'.repeat(16_000));
  worker.isAsleep = true;
  await world.submit({ kind: 'remove', by: ada.account, room, account: lin.account });
  worker.inbox = [];
  worker.isAsleep = false;
  slow.readsAgain();
  await until(world, () => !worker.interest.has(`room ${room}`));
  assert.equal(slow.hubClient.viewing, undefined);
});

test('a client that cannot be read to comes back; its session has not ended', async () => {
  await using world = await World.open({ workers: 1 });
  const ada = await world.registers('ada');
  const worker = world.workers[0]!;
  worker.reads.pageForMember = fails;
  const client = await world.connects(ada);
  assert.equal(client.isCut, true);
  assert.equal(worker.revoked.size, 0);
});

test('a client that could not be brought into a new room is not left without it', async () => {
  await using world = await World.open({ workers: 1 });
  const ada = await world.registers('ada');
  const before = await world.connects(ada);
  const { reads } = world.workers[0]!;
  const roomSeq = reads.roomSeq;
  reads.roomSeq = fails;
  const room = await world.makesRoom(ada.account, 'Garden');
  assert.equal(before.isCut, true);
  reads.roomSeq = roomSeq;
  const after = await world.connects(ada, 0, before);
  await world.posts(ada.account, room, 'here');
  assert.deepEqual(after.bodies(room), ['here']);
});

test('where a gap cannot be read to its end, what was read of it is not lost', async () => {
  await using world = await World.open({ workers: 1 });
  const ada = await world.registers('ada');
  const client = await world.connects(ada);
  const worker = world.workers[0]!;
  const { reads } = worker;
  worker.isAsleep = true;
  for (let count = 0; count < 300; count++) await world.posts(ada.account, LOBBY_ID, `${count}`);
  worker.inbox = [];
  worker.isAsleep = false;
  const pageForWorker = reads.pageForWorker;
  let pages = 0;
  reads.pageForWorker = (request) => (++pages === 2 ? fails() : pageForWorker(request));
  await world.posts(ada.account, LOBBY_ID, '300');
  await until(world, () => client.bodies(LOBBY_ID).length >= 301);
  assert.deepEqual(
    client.bodies(LOBBY_ID),
    Array.from({ length: 301 }, (_, index) => `${index}`),
  );
  assert.ok(pages >= 2);
});

test('who leaves while their streams open leaves nothing behind', async () => {
  await using world = await World.open({ workers: 1 });
  const ada = await world.registers('ada');
  await world.makesRoom(ada.account, 'Garden');
  const worker = world.workers[0]!;
  const before = await world.connects(ada);
  before.cuts();
  assert.deepEqual([...worker.interest], []);
  for (let turns = 0; turns < 12; turns++) {
    worker.interestTurns = 2;
    const connecting = world.connects(ada, 0, before);
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
    for (const client of worker.hub.clients.values()) worker.hub.unregister(client);
    await connecting;
    for (const client of worker.hub.clients.values()) worker.hub.unregister(client);
    assert.deepEqual([...worker.interest], [], `${turns} turns`);
  }
});

test('V1: who moves from a worker that died to another is here for those, too, who look just then', async () => {
  await using world = await World.open({ workers: 2 });
  const [ada, bob, lin] = [await world.registers('ada'), await world.registers('bob'), await world.registers('lin')];
  const { hub } = world.workers[0]!;
  const settled = async () => {
    for (const worker of world.workers.toReversed()) worker.hub.tick();
    await world.settle();
  };
  (await world.connects(ada, 0)).views(LOBBY_ID);
  await world.connects(lin, 1);
  await settled();
  hub.peerGone(1);
  const late = await world.connects(bob, 0);
  late.views(LOBBY_ID);
  await world.connects(lin, 0);
  await settled();
  const seen = new Set<string>();
  for (const frame of late.frames) {
    if (frame.t !== 'here' && frame.t !== 'presence') continue;
    for (const { name } of frame.t === 'here' ? frame.people : frame.on) seen.add(name);
  }
  assert.deepEqual([...seen].toSorted(), ['ada', 'bob', 'lin']);
});

async function fails(): Promise<never> {
  throw new StorageError('no disk');
}

async function until(world: World, isDone: () => boolean): Promise<void> {
  while (!isDone()) await world.settle();
}
