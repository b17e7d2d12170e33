import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BroadcastReader, type ReadResult } from './broadcast-log.ts';
import { broadcastLogLayout } from './broadcast-log-layout.ts';
import { Doorbell, doorbellLayout } from './doorbell.ts';
import { ExitRegistry } from './exit-registry.ts';
import { Liveness, livenessLayout } from './liveness.ts';
import { RingReader } from './ring.ts';
import { ringLayout } from './ring-layout.ts';
import { seedForThisRun } from './testing/seeded-random.ts';
import { SequenceVerifier } from './testing/sequence.ts';
import { TestThreads, type TestThread } from './testing/test-threads.ts';
import { churnedTable, openChurnedTable } from './testing/threads/churned-table.ts';
import type { CountingData } from './testing/threads/counting.ts';
import type { DyingData } from './testing/threads/dying.ts';
import { locksLayout, openLocks } from './testing/threads/locks.ts';
import type { LogWriterData } from './testing/threads/log-writer.ts';
import type { RingWriterData } from './testing/threads/ring-writer.ts';

const TIMEOUT = { timeout: 60_000 };
const thread = (name: string) => new URL(`./testing/threads/${name}.ts`, import.meta.url);
const seed = seedForThisRun();
console.log(`SEED=${seed}`);

function newDoorbell() {
  const buffer = new SharedArrayBuffer(doorbellLayout.byteLength);
  return { buffer, doorbell: new Doorbell(doorbellLayout.view(buffer)) };
}

test('200,000 records pass from one thread to another, whole and in order', TIMEOUT, async () => {
  const [capacity, records] = [16_384, 200_000];
  const layout = ringLayout(capacity);
  const ring = new SharedArrayBuffer(layout.byteLength);
  const { buffer, doorbell } = newDoorbell();
  const reader = new RingReader(layout.view(ring));
  const verifier = new SequenceVerifier();
  await using threads = new TestThreads();
  const data: RingWriterData = { ring, capacity, doorbell: buffer, seed, records };
  const writer = threads.start(thread('ring-writer'), 2, data);
  while (verifier.verified < records) {
    reader.drain((kind, payload) => {
      assert.equal(kind, verifier.verified & 7);
      verifier.accept(payload);
    });
    await doorbell.sleep({ ready: () => verifier.verified === records || !reader.isEmpty });
  }
  assert.equal(await writer.exited, 0);
});

test(
  'readers of a broadcast log, also one that is always nearly lapped, never see a damaged record',
  TIMEOUT,
  async () => {
    const [capacity, records] = [16_384, 200_000];
    const layout = broadcastLogLayout(capacity);
    const log = new SharedArrayBuffer(layout.byteLength);
    const { buffer, doorbell } = newDoorbell();
    const [fast, slow] = [newLogReader(layout.view(log)), newLogReader(layout.view(log))];
    await using threads = new TestThreads();
    const data: LogWriterData = { log, capacity, doorbell: buffer, seed, records };
    const writer = threads.start(thread('log-writer'), 2, data);
    let hasEnded = false;
    void writer.exited.then(() => (hasEnded = true));
    while (!hasEnded || !fast.reader.isEmpty) {
      fast.read();
      // It reads only when the writer is about to overwrite what it reads.
      if (slow.reader.lagBytes > (capacity * 3) / 4) slow.read();
      if (fast.reader.isEmpty && !hasEnded) {
        const ended = writer.exited;
        await Promise.race([ended, doorbell.sleep({ ready: () => !fast.reader.isEmpty })]);
      }
    }
    assert.equal(await writer.exited, 0);
    for (const each of [fast, slow]) assert.equal(each.verifier.gaps > 0, each.lapped() > 0);
    assert.ok(slow.lapped() > 0, 'the slow reader was lapped');
  },
);

function newLogReader(memory: ConstructorParameters<typeof BroadcastReader>[0]) {
  const reader = new BroadcastReader(memory, { interest: -1 });
  const verifier = new SequenceVerifier();
  let lapped = 0;
  const read = (): ReadResult => {
    const result = reader.read((_, payload) => verifier.acceptLater(payload));
    if (result.state === 'lapped') lapped++;
    return result;
  };
  return { reader, verifier, read, lapped: () => lapped };
}

test('four threads count under one mutex and lose nothing, while others die inside it', TIMEOUT, async () => {
  const rounds = 10_000;
  const deaths = 6;
  const buffer = new SharedArrayBuffer(locksLayout.byteLength);
  const locks = openLocks(buffer, 1);
  const registry = new ExitRegistry(
    new Liveness(livenessLayout.view(new SharedArrayBuffer(livenessLayout.byteLength))),
  );
  registry.add(locks.mutex);
  await using threads = new TestThreads(registry);
  const counting = [2, 3, 4, 5].map((threadId) => {
    const data: Omit<CountingData, 'threadId'> = { locks: buffer, seed: seed + threadId, rounds };
    return threads.start(thread('counting'), threadId, data);
  });
  const dying = Array.from({ length: deaths }, (_, index) => {
    const data = {
      locks: buffer,
      place: 'holding the mutex',
      way: index % 2 ? 'throw' : 'exit',
      go: wordOf(1),
    } as const;
    return threads.start(thread('dying'), 6 + index, data satisfies Omit<DyingData, 'threadId'>);
  });
  const repairs = (await Promise.all(counting.map((each) => each.message<number[]>()))).flat();
  await Promise.all(dying.map((each) => each.exited));
  using guard = locks.mutex.acquire();
  if (guard.takenOver) repairs.push(...locks.repairs);
  assert.deepEqual([...locks.memory.pair], [4 * rounds + deaths, 4 * rounds + deaths]);
});

test('a table stays whole while threads that change it are ended at any step', TIMEOUT, async () => {
  const buffer = new SharedArrayBuffer(churnedTable.layout.byteLength);
  const memory = churnedTable.layout.view(buffer);
  const table = openChurnedTable(memory, 1);
  const registry = new ExitRegistry(
    new Liveness(livenessLayout.view(new SharedArrayBuffer(livenessLayout.byteLength))),
  );
  registry.add(table);
  await using threads = new TestThreads(registry);
  const churning: TestThread[] = [];
  for (let threadId = 2; threadId < 22; threadId++) {
    churning.push(threads.start(thread('churning'), threadId, { table: buffer, seed: seed + threadId }));
    await churning.at(-1)!.message();
    // Three at a time: one is ended in the middle of whatever it does while two others go on.
    if (churning.length > 2) await churning.at(-3)!.worker.terminate();
  }
  await threads[Symbol.asyncDispose]();
  for (const each of churning) assert.equal(each.failure, undefined);
  for (let index = 0; index < table.shardCount; index++) {
    using shard = table.acquireShard(index);
    let count = 0;
    shard.forEach((entry) => {
      assert.equal(entry.first, entry.second.get(1));
      count++;
      return 'keep';
    });
    assert.equal(shard.count, count);
  }
});

function wordOf(value: number): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(4);
  new Int32Array(buffer)[0] = value;
  return buffer;
}
