import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExitRegistry } from './exit-registry.ts';
import { Liveness, MAX_THREAD_ID, livenessLayout } from './liveness.ts';

function newLiveness(): Liveness {
  return new Liveness(livenessLayout.view(new SharedArrayBuffer(livenessLayout.byteLength)));
}

test('only those marked are dead', () => {
  const liveness = newLiveness();
  for (const threadId of [1, 31, 32, MAX_THREAD_ID]) liveness.markDead(threadId);
  const dead = Array.from({ length: MAX_THREAD_ID }, (_, index) => index + 1).filter((id) => liveness.isDead(id));
  assert.deepEqual(dead, [1, 31, 32, MAX_THREAD_ID]);
});

test('an id outside 1 to 65,535 is refused', () => {
  const liveness = newLiveness();
  for (const threadId of [0, -1, 1.5, NaN, MAX_THREAD_ID + 1]) {
    assert.throws(() => liveness.markDead(threadId), /never used again/);
    assert.throws(() => liveness.isDead(threadId), RangeError);
  }
});

test('every listener hears of an exit, after the thread was marked dead', () => {
  const liveness = newLiveness();
  const registry = new ExitRegistry(liveness);
  const heard: string[] = [];
  const listen = (name: string) => ({
    threadExited: (threadId: number) => heard.push(`${name} ${threadId} ${liveness.isDead(threadId)}`),
  });
  const removed = listen('removed');
  registry.add(listen('early'));
  registry.add(removed);
  registry.remove(removed);
  registry.threadExited(7);
  assert.deepEqual(heard, ['early 7 true']);
  registry.add(listen('late'));
  assert.deepEqual(heard, ['early 7 true', 'late 7 true']);
});
