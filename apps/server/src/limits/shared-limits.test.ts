import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { ShardedTable } from '@skein/shared-memory/sharded-table';
import { connectionTable, rateTable } from './limits-layout.ts';
import { CONNECTIONS_PER_ADDRESS, RATES, type Limits, type RateName } from './limits.ts';
import { createLimitsMemory, SharedLimits, type LimitsMemory } from './shared-limits.ts';

/** Threads over the same memory, and a clock to turn. */
function world() {
  let now = 1_800_000_000_000;
  const memory = createLimitsMemory(now);
  let lastThread = 0;
  return {
    memory,
    open: (slot: number) => new SharedLimits(memory, { threadId: ++lastThread, slot, now: () => now }),
    passTime: (ms: number) => void (now += ms),
  };
}

function takeAll(limits: Limits, rate: RateName, key: string): number {
  let taken = 0;
  while (limits.take(rate, key).ok) taken++;
  return taken;
}

test('of every rate one can take the burst at once, then one each interval', () => {
  for (const name of Object.keys(RATES) as RateName[]) {
    const { open, passTime } = world();
    const limits = open(0);
    const { burst, perSecond } = RATES[name];
    assert.equal(takeAll(limits, name, 'ada'), burst, name);
    const refused = limits.take(name, 'ada');
    assert.ok(
      !refused.ok && refused.retryAfterMs >= 1 && refused.retryAfterMs <= Math.ceil(1_000 / perSecond) + 1,
      name,
    );
    passTime(refused.retryAfterMs);
    assert.ok(limits.take(name, 'ada').ok, `${name}: as soon as was said`);
  }
});

test('over a long time the rate is kept to a percent', () => {
  const { open, passTime } = world();
  const limits = open(0);
  takeAll(limits, 'post', 'ada');
  let taken = 0;
  for (let second = 0; second < 100; second++) {
    passTime(1_000);
    taken += takeAll(limits, 'post', 'ada');
  }
  const wanted = 100 * RATES.post.perSecond;
  assert.ok(taken <= wanted && taken > wanted * 0.99, `${taken} of ${wanted}`);
});

test('keys and rates do not touch each other', () => {
  const { open } = world();
  const limits = open(0);
  takeAll(limits, 'failure', 'ada');
  assert.ok(limits.take('failure', 'lin').ok);
  assert.ok(limits.take('code', 'ada').ok);
});

test('looking takes nothing', () => {
  const { open } = world();
  const limits = open(0);
  for (let index = 0; index < 100; index++) assert.ok(limits.peek('failure', 'ada').ok);
  assert.equal(takeAll(limits, 'failure', 'ada'), RATES.failure.burst);
  assert.equal(limits.peek('failure', 'ada').ok, false);
});

test('what is given back can be taken again, but never more than the burst', () => {
  const { open } = world();
  const limits = open(0);
  takeAll(limits, 'failure', 'ada');
  limits.giveBack('failure', 'ada');
  assert.equal(takeAll(limits, 'failure', 'ada'), 1);
  for (let index = 0; index < 100; index++) limits.giveBack('failure', 'ada');
  assert.equal(takeAll(limits, 'failure', 'ada'), RATES.failure.burst);
  limits.giveBack('failure', 'nobody');
});

test('a rate holds over all workers together', () => {
  const { open } = world();
  const [first, second] = [open(0), open(1)];
  const taken = takeAll(first, 'failure', 'ada');
  assert.equal(taken, RATES.failure.burst);
  assert.equal(second.take('failure', 'ada').ok, false);
});

test('the clock may wrap around, stand back or jump ahead', () => {
  const { open, passTime } = world();
  const limits = open(0);
  for (const ms of [2 ** 31 / 16 - 5, 2 ** 31 / 16, 2 ** 32 / 16 - 60_000, 400 * 24 * 3_600_000, -3_600_000, 0]) {
    takeAll(limits, 'failure', 'ada');
    assert.equal(limits.take('failure', 'ada').ok, false);
    passTime(ms);
    assert.equal(limits.take('failure', 'ada').ok, ms !== 0, String(ms));
  }
});

test('entries that say nothing any more make room for new ones', () => {
  const { open, passTime } = world();
  const limits = open(0);
  const capacity = 64 * rateTable.entriesPerShard;
  for (let index = 0; index < capacity * 1.2; index++) limits.take('failure', `key ${index}`);
  passTime(60_000);
  for (let index = 0; index < 1_000; index++)
    assert.equal(takeAll(limits, 'failure', `new ${index}`), RATES.failure.burst);
});

test('where every entry is in use, who finds none passes and those who have one are still held', () => {
  const { open } = world();
  const limits = open(0);
  takeAll(limits, 'failure', 'early');
  for (let index = 0; index < 64 * rateTable.entriesPerShard * 1.2; index++) limits.take('failure', `key ${index}`);
  for (let index = 0; index < 20; index++) assert.ok(limits.take('failure', 'late').ok);
  assert.equal(limits.take('failure', 'early').ok, false);
});

test('connections of an address count over all workers', () => {
  const { open } = world();
  const [first, second] = [open(0), open(1)];
  for (let index = 0; index < CONNECTIONS_PER_ADDRESS; index++)
    assert.ok((index % 2 ? first : second).openConnection('10.0.0.1'));
  assert.equal(first.openConnection('10.0.0.1'), false);
  assert.equal(second.openConnection('10.0.0.1'), false);
  assert.ok(first.openConnection('10.0.0.2'));
  second.closeConnection('10.0.0.1');
  assert.ok(first.openConnection('10.0.0.1'), 'the refused ones were not counted');
  assert.equal(second.openConnection('10.0.0.1'), false);
});

test('the connections of a worker that died are forgotten, those of others are not', async () => {
  const { open } = world();
  const [keeper, dead, other] = [open(0), open(1), open(2)];
  for (let index = 0; index < CONNECTIONS_PER_ADDRESS - 1; index++) dead.openConnection('10.0.0.1');
  other.openConnection('10.0.0.1');
  keeper.threadExited(2);
  await keeper.clearSlot(1);
  const successor = open(1);
  for (let index = 0; index < CONNECTIONS_PER_ADDRESS - 1; index++) assert.ok(successor.openConnection('10.0.0.1'));
  assert.equal(successor.openConnection('10.0.0.1'), false);
});

test('addresses that come and go leave nothing behind', () => {
  const { open } = world();
  const limits = open(0);
  for (let index = 0; index < 50_000; index++) {
    assert.ok(limits.openConnection(`10.${index}`));
    limits.closeConnection(`10.${index}`);
  }
  for (let index = 0; index < CONNECTIONS_PER_ADDRESS; index++) limits.openConnection('10.0.0.1');
  assert.equal(limits.openConnection('10.0.0.1'), false, 'there is still room to count');
});

test('a slot that is none is refused at once', () => {
  const { open } = world();
  for (const slot of [-1, 32, 1.5]) assert.throws(() => open(slot), RangeError);
});

test('threads that take from one rate at the same time get the burst between them', async () => {
  const memory = createLimitsMemory();
  const now = memory.epochMs;
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const takers = [1, 2, 3].map(
    (threadId) =>
      new Worker(new URL('testing/taker.ts', import.meta.url), {
        workerData: { memory, threadId, now, gate, rate: 'request', attempts: 4_000 },
      }),
  );
  const taken = await Promise.all(
    takers.map(
      (worker) => new Promise<number>((resolve, reject) => worker.once('message', resolve).once('error', reject)),
    ),
  );
  const total = taken.reduce((sum, each) => sum + each, 0);
  const passed = new SharedLimits(memory, { threadId: 9, slot: 0, now: () => now }).take('request', 'shared');
  assert.equal(passed.ok, false, `${taken.join(' + ')} taken`);
  assert.ok(total >= RATES.request.burst, `${total}`);
});

/** Another thread's handles, with every lock of the limits taken. */
function lockAll({ rates, connections }: LimitsMemory, threadId: number): Disposable {
  const mend = () => 'keep' as const;
  const held = [
    new ShardedTable(rateTable, rateTable.layout.view(rates), { threadId, mend }),
    new ShardedTable(connectionTable, connectionTable.layout.view(connections), { threadId, mend }),
  ].flatMap((table) => Array.from({ length: table.shardCount }, (_, index) => table.acquireShard(index)));
  return { [Symbol.dispose]: () => held.forEach((shard) => shard[Symbol.dispose]()) };
}

test('where a lock cannot be had, that one request passes and nobody waits', () => {
  const { memory, open } = world();
  const limits = open(0);
  takeAll(limits, 'failure', 'ada');
  {
    using _held = lockAll(memory, 99);
    assert.ok(limits.take('failure', 'ada').ok);
    assert.ok(limits.peek('failure', 'ada').ok);
    limits.giveBack('failure', 'ada');
  }
  assert.equal(limits.take('failure', 'ada').ok, false);
});

test('a connection that could not be counted at once is counted later', async () => {
  const { memory, open } = world();
  const [first, second] = [open(0), open(1)];
  {
    using _held = lockAll(memory, 99);
    for (let index = 0; index < CONNECTIONS_PER_ADDRESS; index++) assert.ok(first.openConnection('10.0.0.1'));
  }
  while (second.openConnection('10.0.0.1')) {
    second.closeConnection('10.0.0.1');
    await new Promise(setImmediate);
  }
  {
    using _held = lockAll(memory, 99);
    first.closeConnection('10.0.0.1');
  }
  while (!second.openConnection('10.0.0.1')) await new Promise(setImmediate);
});

test('locks that a dead thread held are taken over', () => {
  const { memory, open } = world();
  const limits = open(0);
  takeAll(limits, 'failure', 'ada');
  lockAll(memory, 99);
  limits.threadExited(99);
  assert.equal(limits.take('failure', 'ada').ok, false, 'what was counted is still there');
  for (let index = 0; index < CONNECTIONS_PER_ADDRESS; index++) limits.openConnection('10.0.0.1');
  assert.equal(limits.openConnection('10.0.0.1'), false);
});
