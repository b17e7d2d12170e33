import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLOSE_CODES } from '@skein/protocol/close-codes';
import { CONCURRENCY } from '@skein/bench/start';
import { connected } from './chat.ts';
import { assertWholeStory } from './conversation.ts';
import { House } from './house.ts';
import { Mode } from './mode.ts';
import { granted, loggedInAgain, type Person, registeredPeople } from './person.ts';
import { childrenOf, isRunning } from './processes.ts';
import { Reaper } from './reaper.ts';
import { until } from './until.ts';
import { liveWire } from './wire.ts';

// The chat in each of the other ways to run it, in short. `pnpm modes` runs the whole tests of the edge and the browser stories
// in all five.

const OTHERS = ['process-pool', 'async', 'thread', 'process'].filter((name) => name !== CONCURRENCY);
const LINES = 20;
const FAILURES = 5;

for (const name of OTHERS) {
  const mode = new Mode(name);
  test(`--concurrency ${name}: the same chat, and nobody is left behind`, async () => {
    using reaper = new Reaper();
    await using house = await House.open({ args: ['-c', name, '--workers', '2'], env: reaper.env });
    assert.ok(house.server.lines.some((line) => line.startsWith(`With --concurrency ${name} `)));
    const [ada, lin] = (await registeredPeople(house.url, 2)) as [Person, Person];
    using chats = await connected([ada, lin]);
    const talk = (): void => {
      for (let line = 0; line < LINES; line++) for (const chat of chats) chat.says(`line ${line}`);
    };

    talk();
    if (mode.hasWorkers) {
      await reaper.ends(`hub ${await workerOf(ada)}`, 'terminate');
      await reaper.ends('ledger', 'terminate');
    }
    talk();
    await assertWholeStory(house, chats);
    for (const { refused, errors } of chats) assert.deepEqual([[...refused], errors], [[], []]);

    house.server.type('broadcast Tea is ready');
    for (const chat of chats) await until('the broadcast', () => chat.bodies().includes('Tea is ready'));

    const leaving = await loggedInAgain(lin, house.url);
    using wire = await liveWire(leaving, house.url);
    granted(await leaving.rest.logOut());
    assert.equal(await wire.closes(), CLOSE_CODES.sessionEnded);

    await failsToLogIn();
    assert.equal((await fetch(`${house.url}/nowhere`)).status, 404);

    using listening = await liveWire(ada, house.url);
    const processes = childrenOf(house.server.pid);
    assert.equal(processes.length > 0, name.startsWith('process'));
    process.kill(house.server.pid, 'SIGTERM');
    assert.equal(await listening.closes(), CLOSE_CODES.restarting);
    assert.equal(await house.server.ended, 0);
    assert.deepEqual(processes.filter(isRunning), []);
    const unexpected = house.errors().filter((line) => !line.includes('the ledger ended; starting another'));
    assert.deepEqual(unexpected, []);

    async function workerOf({ account }: Person): Promise<number> {
      const client = await until('her client', async () =>
        (await house.clients()).find((each) => each.account === account.id),
      );
      return client.worker;
    }

    /** On connections of their own, so that the limit must hold over workers. */
    async function failsToLogIn(): Promise<void> {
      const statuses: number[] = [];
      while (!statuses.includes(429) && statuses.length <= 4 * FAILURES) {
        const answer = await fetch(`${house.url}/api/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', connection: 'close' },
          body: JSON.stringify({ name: 'person 1', password: 'a guess' }),
        });
        statuses.push(answer.status);
      }
      // Time gives one back in ten seconds, within which a worker for each connection may not come five times.
      assert.ok(statuses.length > FAILURES, statuses.join());
      assert.deepEqual(statuses, [...statuses.slice(1).map(() => 401), 429]);
    }
  });
}
