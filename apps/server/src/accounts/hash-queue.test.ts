import assert from 'node:assert/strict';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { MessageChannel, Worker } from 'node:worker_threads';
import { COSTS, isOutdated, madeUpHash, verifyPassword } from './argon2id.ts';
import { openHashPort } from './hash-port.ts';
import { HashQueue } from './hash-queue.ts';

const CHEAP = { memoryKib: 64, passes: 2, lanes: 1 };

test('passwords are hashed with argon2id, 19 MiB, two passes, one lane', async () => {
  const queue = new HashQueue();
  const hashed = await queue.hash('correct horse');
  assert.ok(hashed.ok);
  assert.match(hashed.value, /^\$argon2id\$v=19\$m=19456,(t=2,p=1|p=1,t=2)\$/);
  assert.deepEqual(await queue.verify(hashed.value, 'correct horse'), {
    ok: true,
    value: { matches: true, outdated: false },
  });
  assert.deepEqual(await queue.verify(hashed.value, 'wrong'), { ok: true, value: { matches: false, outdated: false } });
});

test('the same password hashes differently each time', async () => {
  const queue = new HashQueue({ costs: CHEAP });
  assert.notDeepEqual(await queue.hash('x'), await queue.hash('x'));
});

test('a made-up hash has the costs of a real one and matches nothing', async () => {
  const hash = madeUpHash(COSTS);
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  assert.equal(isOutdated(hash, COSTS), false);
  assert.equal(await verifyPassword(madeUpHash(CHEAP), ''), false);
  for (const hash of [undefined, '']) {
    assert.deepEqual(await new HashQueue({ costs: CHEAP }).verify(hash, ''), {
      ok: true,
      value: { matches: false, outdated: false },
    });
  }
});

test("a hash is outdated when its costs are lower than today's, or it is of another kind", () => {
  const made = (memory: number, passes: number) => `$argon2id$v=19$m=${memory},t=${passes},p=1$c2FsdA$aGFzaA`;
  assert.equal(isOutdated(made(19_456, 2), COSTS), false);
  assert.equal(isOutdated(made(65_536, 3), COSTS), false);
  assert.equal(isOutdated('$argon2id$v=19$m=19456,p=1,t=2$c2FsdA$aGFzaA', COSTS), false);
  assert.equal(isOutdated('$argon2id$v=19$m=19456,p=1,t=1$c2FsdA$aGFzaA', COSTS), true);
  assert.equal(isOutdated(made(19_455, 2), COSTS), true);
  assert.equal(isOutdated(made(65_536, 1), COSTS), true);
  assert.equal(isOutdated('$argon2i$v=19$m=65536,t=3,p=1$c2FsdA$aGFzaA', COSTS), true);
});

test('no more than half the cores hash at a time, the rest waits, and what finds no room is told when', async () => {
  let clock = 0;
  const queue = new HashQueue({ costs: CHEAP, capacity: 3, clock: () => (clock += 10_000) });
  const inFlight = Math.max(1, Math.floor(availableParallelism() / 2));
  const taken = Array.from({ length: inFlight + 3 }, () => queue.hash('x'));
  assert.equal(queue.waiting, 3);
  const refused = await queue.hash('x');
  assert.ok(!refused.ok);
  assert.deepEqual([refused.error.code, refused.error.retryAfterMs], ['busy', 1_000]);
  for (const result of await Promise.all(taken)) assert.ok(result.ok);
  assert.equal(queue.waiting, 0);

  const again = Array.from({ length: inFlight + 3 }, () => queue.hash('x'));
  const measured = await queue.hash('x');
  assert.ok(!measured.ok && measured.error.retryAfterMs! > 1_000, 'by what hashes were seen to take');
  await Promise.all(again);
});

test("a hash that fails is the asker's failure alone", async () => {
  const queue = new HashQueue({ costs: CHEAP });
  await assert.rejects(queue.verify('not a hash', 'x'));
  assert.ok((await queue.hash('x')).ok);
});

test('workers get their answers through ports', async () => {
  const queue = new HashQueue({ costs: CHEAP });
  const { port1, port2 } = new MessageChannel();
  queue.serve(port1);
  using hasher = openHashPort(port2);
  const hashed = await hasher.hash('correct horse');
  assert.ok(hashed.ok);
  const [right, wrong, unknown] = await Promise.all([
    hasher.verify(hashed.value, 'correct horse'),
    hasher.verify(hashed.value, 'wrong'),
    hasher.verify(undefined, 'correct horse'),
  ]);
  assert.deepEqual(
    [right, wrong, unknown].map((result) => result.ok && result.value.matches),
    [true, false, false],
  );
  await assert.rejects(hasher.verify('not a hash', 'x'), /could not be hashed/);
});

test('a worker that floods the queue does not keep another out', async () => {
  const queue = new HashQueue({ costs: CHEAP, capacity: 4, inFlight: 1 });
  const [flooding, modest] = [new MessageChannel(), new MessageChannel()];
  queue.serve(flooding.port1);
  queue.serve(modest.port1);
  using flooder = openHashPort(flooding.port2);
  using other = openHashPort(modest.port2);
  const flood = Array.from({ length: 50 }, () => flooder.hash('x'));
  const [one] = await Promise.all([other.hash('y'), ...flood]);
  assert.ok(one.ok);
  const refused = (await Promise.all(flood)).filter((result) => !result.ok);
  assert.ok(refused.length > 0 && refused.every((result) => !result.ok && result.error.code === 'busy'));
});

test('when the queue closes, those who wait and those who come are told that the server stops', async () => {
  const queue = new HashQueue({ costs: CHEAP, inFlight: 1 });
  const { port1, port2 } = new MessageChannel();
  queue.serve(port1);
  using hasher = openHashPort(port2);
  const [running, waiting] = [queue.hash('x'), queue.hash('x')];
  const remote = hasher.hash('x');
  queue.close();
  assert.ok((await running).ok);
  for (const result of [await waiting, await queue.hash('x'), await remote, await hasher.hash('x')]) {
    assert.ok(!result.ok && result.error.code === 'stopping');
  }
});

test('what a worker that died had waiting is dropped', async () => {
  const queue = new HashQueue({ costs: { ...CHEAP, memoryKib: 1_024 }, inFlight: 1 });
  const { port1, port2 } = new MessageChannel();
  queue.serve(port1);
  const worker = new Worker(new URL('testing/asker.ts', import.meta.url), {
    workerData: { port: port2, count: 100 },
    transferList: [port2],
  });
  await once(worker, 'message');
  while (queue.waiting === 0) await new Promise(setImmediate);
  const closed = once(port1, 'close');
  await worker.terminate();
  await closed;
  assert.equal(queue.waiting, 0);
  assert.ok((await queue.hash('x')).ok, 'others are served');
});
