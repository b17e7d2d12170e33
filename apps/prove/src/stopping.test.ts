import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { suite, test } from 'node:test';
import { text } from 'node:stream/consumers';
import type { StartedServer } from '@skein/bench/start';
import { CLOSE_CODES } from '@skein/protocol/close-codes';
import { type Chat, connected } from './chat.ts';
import { assertWholeStory } from './conversation.ts';
import { House } from './house.ts';
import { MODE } from './mode.ts';
import { readLedger } from './ledger.ts';
import { registeredPeople } from './person.ts';
import { stalledWire } from './stalled-wire.ts';
import { until } from './until.ts';
import { liveWire, type Wire } from './wire.ts';

const LISTENERS = MODE.clients({ many: 50, few: 8 });
const TALKERS = MODE.clients({ many: 9, few: 3 });
const LINES_EACH = 40;
const SPREAD_MS = 4_000;

suite('stopping', () => {
  const WAYS: Readonly<Record<string, (house: House) => void>> = {
    SIGTERM: ({ server }) => process.kill(server.pid, 'SIGTERM'),
    SIGINT: ({ server }) => process.kill(server.pid, 'SIGINT'),
    'the console’s exit': ({ server }) => server.type('exit'),
  };
  for (const [name, stop] of Object.entries(WAYS)) {
    test(`${name} answers what was accepted, sends everybody away and leaves nothing behind`, async () => {
      await using house = await House.open({ args: ['--workers', '2'] });
      const people = await registeredPeople(house.url, TALKERS);
      using chats = await connected(people);
      const listeners = await Promise.all(Array.from({ length: LISTENERS }, () => liveWire(house.operator, house.url)));
      const stalled = await stalledWire(house, people[0]!);
      const readiness = new Readiness(house.server);
      await until('it to be ready', () => readiness.statuses.includes(200));

      for (const chat of chats) for (let line = 0; line < LINES_EACH; line++) chat.says(`line ${line}`);
      await until('the first acknowledgements', () => chats.some(({ acks }) => acks.size > 0));
      stop(house);
      assert.equal(await house.server.ended, 0);

      await readiness.ended;
      assert.ok(readiness.statuses.includes(503), 'it never said that it was not ready');
      assert.ok(readiness.statuses.lastIndexOf(200) < readiness.statuses.indexOf(503), 'it was ready again');
      await assertSentAway(listeners);
      stalled[Symbol.dispose]();
      assert.equal(isRunning(house.server.pid), false);
      assert.deepEqual(house.errors(), []);
      await assertAllStored(house, chats);
    });
  }

  test('a second signal ends it at once', async () => {
    await using house = await House.open({ args: ['--workers', '1'] });
    // Without it stopping takes no time, and there would be nothing to end.
    using _stalled = await stalledWire(house, house.operator);
    process.kill(house.server.pid, 'SIGTERM');
    await until('it to be stopping', () => house.server.log.some((line) => line.includes('"stopping"')));
    await until('the end', () => {
      if (isRunning(house.server.pid)) process.kill(house.server.pid, 'SIGTERM');
      return house.server.log.some((line) => line.includes('asked twice to stop'));
    });
    assert.equal(await house.server.ended, 1);
  });

  async function assertSentAway(listeners: readonly Wire[]): Promise<void> {
    const delays: number[] = [];
    for (const wire of listeners) {
      assert.equal(await wire.closes(), CLOSE_CODES.restarting);
      const [bye] = wire.of('bye');
      assert.equal(bye?.code, 'stopping');
      delays.push(bye.retryInMs!);
    }
    assert.ok(delays.every((delay) => delay >= 0 && delay <= SPREAD_MS));
    assert.ok(new Set(delays).size > LISTENERS / 2, `everybody would come back at once: ${delays.join(', ')}`);
  }

  /** Acknowledged before the end, or sent again after it: everything is there once. */
  async function assertAllStored(house: House, chats: readonly Chat[]): Promise<void> {
    const atTheEnd = readLedger(house.dataFolder);
    for (const { account, acks } of chats)
      for (const id of acks.keys()) assert.equal(atTheEnd.messagesOf(account, id).length, 1);
    const stored = chats.flatMap(({ account, posted }) =>
      posted.filter(({ id }) => atTheEnd.messagesOf(account, id).length > 0),
    );
    const told = chats.reduce((sum, { acks }) => sum + acks.size, 0);
    assert.equal(told, stored.length, 'what was stored was acknowledged before the end');
    await house.startAgain();
    for (const { client } of chats) client.reconnectNow();
    await assertWholeStory(house, chats);
  }
});

/** Asks again and again whether the server is ready, as a load balancer does, until its process is gone. */
class Readiness {
  readonly statuses: number[] = [];
  readonly ended: Promise<void>;

  constructor({ url, pid }: StartedServer) {
    this.ended = this.#ask(url, pid);
  }

  async #ask(url: string, pid: number): Promise<void> {
    while (isRunning(pid)) await this.#askOnce(url).catch(() => undefined);
  }

  async #askOnce(url: string): Promise<void> {
    const asked = request(`${url}/api/ready`, { agent: false });
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    await text(answer);
    this.statuses.push(answer.statusCode ?? 0);
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
