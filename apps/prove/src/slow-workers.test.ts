import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Chat, connected } from './chat.ts';
import { assertWholeStory } from './conversation.ts';
import { House } from './house.ts';
import { MODE } from './mode.ts';
import { type Person, registeredPeople } from './person.ts';
import { Reaper } from './reaper.ts';
import { until } from './until.ts';

const PEOPLE = 6;
/** The log from which hub workers read what was published. */
const LOG_BYTES = 16 * 1024 * 1024;
const LINE_BYTES = 15_000;
const LINES = Math.ceil((1.1 * LOG_BYTES) / LINE_BYTES);

const skip = !MODE.hasWorkers && 'with one loop for everything nobody can fall behind anybody';

test('a worker that was lapped holds nobody up and reads nothing that was overwritten', { skip }, async (t) => {
  using reaper = new Reaper();
  await using house = await House.open({ args: ['--workers', '2'], env: reaper.env });
  const people = await registeredPeople(house.url, PEOPLE);
  const { slow, others, worker } = await onBothWorkers(house, people);
  using _slow = disposable(slow);
  using _others = disposable(others);

  const goesOn = await reaper.pauses(`hub ${worker}`);
  for (let line = 0; line < LINES; line++) others[line % others.length]!.says(`${line} `.padEnd(LINE_BYTES, 'a'));
  await until('everybody on the other worker to be answered', () => others.every(({ isAnswered }) => isAnswered));
  goesOn();

  await assertWholeStory(house, [...slow, ...others]);
  assert.equal(Math.max(...others.map(({ reconnects }) => reconnects)), 0, 'the others did not notice');
  const wasEnded = house.server.log.some((line) => line.includes('a hub worker is stuck'));
  t.diagnostic(wasEnded ? 'the worker stood still for so long that it was ended' : 'the worker found out by itself');
});

/** Reconnects until both workers have some of the clients. */
function onBothWorkers(house: House, people: readonly Person[]) {
  return until('clients on both workers', async () => {
    const chats = await connected(people);
    const workers = new Map((await house.clients()).map(({ account, worker }) => [account, worker]));
    const worker = workers.get(chats[0]!.account);
    const [slow, others] = [true, false].map((isSlow) =>
      chats.filter(({ account }) => (workers.get(account) === worker) === isSlow),
    ) as [Chat[], Chat[]];
    if (worker !== undefined && others.length > 0) return { slow, others, worker };
    chats[Symbol.dispose]();
    return undefined;
  });
}

function disposable(chats: readonly Chat[]): Disposable {
  return { [Symbol.dispose]: () => chats.forEach((chat) => chat[Symbol.dispose]()) };
}
