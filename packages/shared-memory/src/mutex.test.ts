import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LockLostError, Mutex, mutexLayout } from './mutex.ts';

/** The same mutex as thread 1, thread 2 and the supervisor see it. */
function newMutex(repair: (deadOwner: number) => void = () => {}) {
  const memory = mutexLayout.view(new SharedArrayBuffer(mutexLayout.byteLength));
  const handle = (threadId: number) => new Mutex(memory, { threadId, repair });
  return { ada: handle(1), lin: handle(2), supervisor: handle(9) };
}

test('one owner at a time', () => {
  const { ada, lin } = newMutex();
  {
    using guard = ada.acquire();
    assert.equal(guard.takenOver, false);
    assert.ok(ada.isMine);
    assert.ok(!lin.isMine);
    assert.equal(lin.tryAcquire(), undefined);
  }
  using guard = lin.tryAcquire();
  assert.ok(guard);
  assert.equal(ada.tryAcquire(), undefined);
});

test('locking allocates no guards', () => {
  const { ada } = newMutex();
  const first = ada.acquire();
  ada.release();
  assert.equal(ada.acquire(), first);
});

test('releasing what is not held, or held by another, fails an assertion and frees nothing', () => {
  const { ada, lin } = newMutex();
  assert.throws(() => ada.release(), /not held by this thread/);
  using _ = ada.acquire();
  assert.throws(() => lin.release(), /not held by this thread/);
  assert.ok(ada.isMine);
});

test('acquiring twice fails an assertion instead of blocking for ever', () => {
  const { ada } = newMutex();
  using _ = ada.acquire();
  assert.throws(() => ada.acquire(), /already held/);
});

test('an asynchronous waiter gets the mutex when it is released', async () => {
  const { ada, lin } = newMutex();
  ada.acquire();
  const waiting = lin.acquireAsync();
  assert.ok(!lin.isMine);
  ada.release();
  using guard = await waiting;
  assert.ok(lin.isMine);
  assert.equal(guard.takenOver, false);
});

test('two flows of one thread take turns', async () => {
  const { ada, lin } = newMutex();
  lin.acquire();
  let inside = 0;
  const flow = async () => {
    using _ = await ada.acquireAsync();
    assert.equal(++inside, 1);
    inside--;
  };
  const flows = [flow(), flow(), flow()];
  lin.release();
  await Promise.all(flows);
});

test('a dead owner is taken over from, after a repair', () => {
  const repaired: number[] = [];
  const { ada, lin, supervisor } = newMutex((deadOwner) => repaired.push(deadOwner));
  ada.acquire();
  assert.equal(lin.tryAcquire(), undefined);
  supervisor.threadExited(1);
  {
    using guard = lin.acquire();
    assert.equal(guard.takenOver, true);
    assert.equal(guard.deadOwner, 1);
    assert.deepEqual(repaired, [1]);
  }
  using guard = lin.acquire();
  assert.equal(guard.takenOver, false, 'the next time nobody has died');
});

test('the exit of a thread that holds nothing changes nothing', () => {
  const { ada, lin, supervisor } = newMutex();
  using _ = ada.acquire();
  supervisor.threadExited(2);
  assert.ok(ada.isMine);
  assert.equal(lin.tryAcquire(), undefined);
});

test('a waiter is woken when the owner dies', async () => {
  const { ada, lin, supervisor } = newMutex();
  ada.acquire();
  const waiting = lin.acquireAsync();
  supervisor.threadExited(1);
  using guard = await waiting;
  assert.equal(guard.deadOwner, 1);
});

test('when the repairing thread dies too, the next one repairs again', () => {
  const repairs: number[] = [];
  const { ada, lin, supervisor } = newMutex((deadOwner) => repairs.push(deadOwner));
  ada.acquire();
  supervisor.threadExited(1);
  lin.acquire();
  supervisor.threadExited(2);
  using _ = supervisor.acquire();
  assert.deepEqual(repairs, [1, 2]);
});

test('a repair that throws loses the mutex for everybody, those who wait too', async () => {
  const { ada, lin, supervisor } = newMutex(() => {
    throw new Error('beyond repair');
  });
  ada.acquire();
  const waiting = lin.acquireAsync();
  supervisor.threadExited(1);
  assert.throws(() => supervisor.acquire(), LockLostError);
  await assert.rejects(waiting, LockLostError);
  assert.ok(lin.isLost);
  assert.throws(() => lin.tryAcquire(), LockLostError);
  supervisor.threadExited(9);
  assert.ok(lin.isLost, 'no exit finds it again');
});

test('an owner that declares it lost may still dispose of its guard', async () => {
  const { ada, lin } = newMutex();
  let waiting: Promise<unknown>;
  {
    using guard = ada.acquire();
    waiting = lin.acquireAsync();
    guard.mutex.declareLost();
  }
  await assert.rejects(waiting, LockLostError);
});

test('the largest thread id is told from the flags', () => {
  const memory = mutexLayout.view(new SharedArrayBuffer(mutexLayout.byteLength));
  const last = new Mutex(memory, { threadId: 65_535, repair: () => {} });
  last.acquire();
  last.threadExited(65_535);
  using guard = new Mutex(memory, { threadId: 3, repair: () => {} }).acquire();
  assert.equal(guard.deadOwner, 65_535);
});
