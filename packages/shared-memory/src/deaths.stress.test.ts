import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExitRegistry } from './exit-registry.ts';
import { Liveness, livenessLayout } from './liveness.ts';
import { TestThreads, type TestThread } from './testing/test-threads.ts';
import type { DyingData } from './testing/threads/dying.ts';
import { locksLayout, openLocks } from './testing/threads/locks.ts';
import type { SleepingData } from './testing/threads/sleeping.ts';
import type { Got, WaitingData } from './testing/threads/waiting.ts';

const TIMEOUT = { timeout: 60_000 };
const WAYS = ['terminate', 'throw', 'exit'] as const;
const DYING = new URL('./testing/threads/dying.ts', import.meta.url);
const WAITING = new URL('./testing/threads/waiting.ts', import.meta.url);
const SLEEPING = new URL('./testing/threads/sleeping.ts', import.meta.url);

const SUPERVISOR = 1;
const EXIT_CODES = { terminate: 1, throw: 1, exit: 7, return: 0 } as const;

function newLocks() {
  const buffer = new SharedArrayBuffer(locksLayout.byteLength);
  const locks = openLocks(buffer, SUPERVISOR);
  const registry = new ExitRegistry(
    new Liveness(livenessLayout.view(new SharedArrayBuffer(livenessLayout.byteLength))),
  );
  for (const each of [locks.mutex, locks.semaphore, locks.condition, locks.doorbell]) registry.add(each);
  return { buffer, locks, registry };
}

/** One thread waits, blocking or not, another dies at `place`. Returns what the waiter got. */
async function waitWhileAnotherDies(
  what: WaitingData['what'],
  place: DyingData['place'],
  way: DyingData['way'],
  blocks: boolean,
): Promise<Got & { readonly pair: readonly number[] }> {
  const { buffer, locks, registry } = newLocks();
  await using threads = new TestThreads(registry);
  const go = new SharedArrayBuffer(4);
  const dying = threads.start(DYING, 2, { locks: buffer, place, way, go });
  assert.equal(await dying.message(), 'held');
  const waiting = threads.start(WAITING, 3, { locks: buffer, what, blocks });
  assert.equal(await waiting.message(), 'asleep');
  Atomics.store(new Int32Array(go), 0, 1);
  Atomics.notify(new Int32Array(go), 0);
  await end(dying, way);
  const got = await waiting.message<Got>();
  return { ...got, pair: [...locks.memory.pair] };
}

async function end(thread: TestThread, way: DyingData['way']): Promise<void> {
  if (way !== 'terminate') return;
  assert.equal(await thread.message(), 'to be terminated');
  await thread.worker.terminate();
}

for (const way of WAYS) {
  for (const blocks of [true, false]) {
    const name = `${way}, while another ${blocks ? 'blocks' : 'waits'}`;

    test(`the mutex of a dead owner is taken over and what it guards repaired (${name})`, TIMEOUT, async () => {
      const got = await waitWhileAnotherDies('mutex', 'holding the mutex', way, blocks);
      assert.deepEqual(got, { takenOver: true, repairs: [2], pair: [2, 2] });
    });

    test(`a death between freeing the mutex and waking leaves nobody asleep (${name})`, TIMEOUT, async () => {
      const got = await waitWhileAnotherDies('mutex', 'between freeing the mutex and waking', way, blocks);
      assert.deepEqual(got, { takenOver: false, repairs: [], pair: [2, 2] });
    });
  }
}

for (const blocks of [true, false]) {
  const name = blocks ? 'blocking' : 'waiting';

  test(`the permit of a dead holder goes to who waits (${name})`, TIMEOUT, async () => {
    await waitWhileAnotherDies('semaphore', 'holding the permit', 'terminate', blocks);
  });

  test(`a death between freeing a permit and waking leaves nobody asleep (${name})`, TIMEOUT, async () => {
    await waitWhileAnotherDies('semaphore', 'between freeing the permit and waking', 'throw', blocks);
  });

  test(`a death between raising a condition and waking leaves nobody asleep (${name})`, TIMEOUT, async () => {
    await waitWhileAnotherDies('condition', 'between changing the condition and waking', 'exit', blocks);
  });

  test(`a death between answering the doorbell and waking leaves nobody asleep (${name})`, TIMEOUT, async () => {
    await waitWhileAnotherDies('doorbell', 'between answering the doorbell and waking', 'terminate', blocks);
  });
}

test('threads with pending waits end cleanly in every way, and the memory stays usable', TIMEOUT, async () => {
  const { buffer, locks, registry } = newLocks();
  locks.mutex.acquire();
  let threadId = SUPERVISOR;
  for (let round = 0; round < 5; round++) {
    await using threads = new TestThreads(registry);
    for (const way of ['terminate', 'throw', 'exit', 'return'] as const) {
      const thread = threads.start(SLEEPING, ++threadId, { locks: buffer, way } satisfies Omit<
        SleepingData,
        'threadId'
      >);
      assert.equal(await thread.message(), 'asleep');
      if (way === 'terminate') await thread.worker.terminate();
      assert.equal(await thread.exited, EXIT_CODES[way]);
    }
  }
  locks.mutex.release();
  using guard = locks.mutex.acquire();
  assert.equal(guard.takenOver, false);
});
