import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Condition, conditionLayout } from './condition.ts';
import { defineLayout, nested } from './layout.ts';
import { Mutex, mutexLayout } from './mutex.ts';

const layout = defineLayout({ mutex: nested(mutexLayout), condition: nested(conditionLayout) });

function newCondition() {
  const memory = layout.view(new SharedArrayBuffer(layout.byteLength));
  const handle = (threadId: number) => new Mutex(memory.mutex, { threadId, repair: () => {} });
  return { ada: handle(1), lin: handle(2), eve: handle(3), condition: new Condition(memory.condition) };
}

test('waiting releases the mutex and comes back with it', async () => {
  const { ada, lin, condition } = newCondition();
  const waiting = condition.waitAsync(ada.acquire());
  {
    using _ = lin.acquire();
    condition.notifyOne();
  }
  assert.equal(await waiting, true);
  assert.ok(ada.isMine);
});

test('a notification between the release and the sleep is not lost', () => {
  const { ada, lin, condition } = newCondition();
  const guard = ada.acquire();
  const release = ada.release.bind(ada);
  // Whoever acquires next notifies before the waiter gets to sleep.
  ada.release = () => {
    release();
    using _ = lin.acquire();
    condition.notifyOne();
  };
  assert.equal(condition.wait(guard), true);
  assert.ok(ada.isMine);
});

test('notifyOne wakes one, notifyAll wakes all', async () => {
  const { ada, lin, eve, condition } = newCondition();
  let woken = 0;
  const waiters = [ada, lin].map(async (mutex) => {
    await condition.waitAsync(mutex.acquire());
    woken++;
    mutex.release();
  });
  {
    using _ = eve.acquire();
    condition.notifyOne();
  }
  await Promise.race(waiters);
  assert.equal(woken, 1);
  condition.notifyAll();
  await Promise.all(waiters);
  assert.equal(woken, 2);
});

test('a wait that times out has the mutex again', async () => {
  const { ada, condition } = newCondition();
  assert.equal(condition.wait(ada.acquire(), 1), false);
  assert.ok(ada.isMine);
  ada.release();
  assert.equal(await condition.waitAsync(ada.acquire(), 1), false);
  assert.ok(ada.isMine);
});

test('any exit wakes every waiter', async () => {
  const { ada, condition } = newCondition();
  const waiting = condition.waitAsync(ada.acquire());
  condition.threadExited();
  assert.equal(await waiting, true);
});
