import assert from 'node:assert/strict';
import { after, before, suite, test, type TestContext } from 'node:test';
import { type Chat, connected, LOBBY } from './chat.ts';
import { assertWholeStory } from './conversation.ts';
import { CONNECTIONS_PER_ADDRESS, fillAddress } from './full-address.ts';
import { House } from './house.ts';
import { MODE } from './mode.ts';
import { type Person, registered, registeredPeople } from './person.ts';
import { seededRandom, wholeNumber } from './random.ts';
import { Reaper } from './reaper.ts';
import { until } from './until.ts';
import { liveWire } from './wire.ts';

const WORKERS = 4;
const PEOPLE = MODE.clients({ many: 12, few: 4 });
const LINES_EACH = 30;

const skip = !MODE.hasWorkers && 'on one loop there is nothing that could end alone';

suite('workers that end in the middle of a conversation', { skip }, () => {
  let reaper: Reaper;
  let house: House;
  let people: readonly Person[];
  /** Connected to the worker that ends, and does not come back. */
  let ghost: Person;

  before(async () => {
    reaper = new Reaper();
    house = await House.open({ args: ['--workers', String(WORKERS)], env: reaper.env });
    people = await registeredPeople(house.url, PEOPLE);
    ghost = await registered(house.url, 'ghost');
  });
  after(async () => {
    await house[Symbol.asyncDispose]();
    reaper[Symbol.dispose]();
  });

  for (const death of ['terminate', 'error', 'exit'] as const) {
    test(`a hub worker that ends by ${death} costs nobody a message`, async (t) => {
      using chats = await connectedToEveryWorker();
      using _ghost = await liveWire(ghost, house.url);
      const worker = await workerOf(ghost);
      await talkThrough(t, chats, () => reaper.ends(`hub ${worker}`, death));
      await everybodyIsThere(chats);
      assert.ok(!(await house.clients()).some((client) => client.worker === worker));
    });
  }

  for (const death of ['terminate', 'error', 'exit'] as const) {
    test(`a ledger that ends by ${death} costs nobody a message`, async (t) => {
      using chats = await connected(people);
      await talkThrough(t, chats, () => reaper.ends('ledger', death));
      assert.equal(
        Math.max(...chats.map(({ reconnects }) => reconnects)),
        0,
        'the connections have nothing to do with it',
      );
    });
  }

  test('a hub worker that is stuck is ended, and its clients go on elsewhere', async (t) => {
    using chats = await connectedToEveryWorker();
    using _ghost = await liveWire(ghost, house.url);
    const worker = await workerOf(ghost);
    await talkThrough(t, chats, () => reaper.ends(`hub ${worker}`, 'busy-loop'));
    await everybodyIsThere(chats);
    assert.ok(house.server.log.some((line) => line.includes('a hub worker is stuck')));
  });

  const tooMany = MODE.isPerConnection && 'there are never so many where each has a worker of its own';
  test('connections to workers that ended do not count any more', { skip: tooMany }, async () => {
    await until('everybody to be gone', async () => (await house.clients()).length === 0);
    using full = await fillAddress(house, '127.0.0.1');
    assert.equal(full.granted, CONNECTIONS_PER_ADDRESS);
    assert.equal(full.refusal.statusCode, 429);
  });

  /** Everybody talks, `strike` falls somewhere in the middle, and then all must have the same, whole, story. */
  async function talkThrough(t: TestContext, chats: readonly Chat[], strike: () => Promise<void>): Promise<void> {
    const random = seededRandom(t);
    for (const chat of chats) chat.client.view(LOBBY);
    const strikeAt = wholeNumber(random, 1, PEOPLE * LINES_EACH - 1);
    let struck: Promise<void> | undefined;
    for (let line = 0; line < PEOPLE * LINES_EACH; line++) {
      if (line === strikeAt) struck = strike();
      const chat = chats[Math.floor(random() * chats.length)]!;
      chat.says(`line ${line} of ${chat.name}`);
      if (random() < 0.2) await new Promise((resolve) => setImmediate(resolve));
    }
    await struck;
    await assertWholeStory(house, chats);
    for (const chat of chats) assert.deepEqual([...chat.refused], []);
  }

  /** Everybody but the ghost: presence, the operator's list and the counts of connections are right again. */
  async function everybodyIsThere(chats: readonly Chat[]): Promise<void> {
    const expected = chats.map(({ account }) => account).toSorted();
    const sees = ({ present }: Chat): boolean => [...present].toSorted().join() === expected.join();
    await until('everybody to see everybody', () => chats.every(sees));
    await everybodyIsListed(chats);
  }

  async function everybodyIsListed(chats: readonly Chat[]): Promise<void> {
    const expected = chats.map(({ account }) => account).toSorted();
    await until('every client once in the list', async () => {
      const accounts = (await house.clients()).map(({ account }) => account);
      return accounts.toSorted().join() === expected.join();
    });
  }

  /** Reconnects until every worker has some of the clients, so that each end of a worker means something. */
  async function connectedToEveryWorker() {
    return until('clients on every worker', async () => {
      const chats = await connected(people);
      await everybodyIsListed(chats);
      if ((await workers()).size >= WORKERS) return chats;
      chats[Symbol.dispose]();
      return undefined;
    });
  }

  async function workers(): Promise<ReadonlySet<number>> {
    return new Set((await house.clients()).map(({ worker }) => worker));
  }

  async function workerOf({ account }: Person): Promise<number> {
    const list = await house.clients();
    return list.find((client) => client.account === account.id)!.worker;
  }
});
