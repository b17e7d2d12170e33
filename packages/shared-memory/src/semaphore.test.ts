import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Semaphore, semaphoreLayout } from './semaphore.ts';

function newSemaphore(permits: number) {
  const layout = semaphoreLayout(permits);
  const memory = layout.view(new SharedArrayBuffer(layout.byteLength));
  const handle = (threadId: number) => new Semaphore(memory, { threadId });
  return { ada: handle(1), lin: handle(2), supervisor: handle(9) };
}

test('as many hold it as there are permits', () => {
  const { ada, lin } = newSemaphore(2);
  const first = ada.acquire();
  {
    using _ = ada.acquire();
    assert.equal(lin.available, 0);
    assert.equal(lin.tryAcquire(), undefined);
  }
  assert.equal(lin.available, 1);
  using _ = lin.acquire();
  first[Symbol.dispose]();
  assert.equal(ada.available, 1);
});

test('a permit can be given back only once', () => {
  const { ada, lin } = newSemaphore(1);
  const permit = ada.acquire();
  permit[Symbol.dispose]();
  assert.throws(() => permit[Symbol.dispose](), /not held/);
  using _ = lin.acquire();
  assert.throws(() => permit[Symbol.dispose](), /not held/);
  assert.equal(lin.available, 0);
});

test('an asynchronous waiter gets the permit that is given back', async () => {
  const { ada, lin } = newSemaphore(1);
  const permit = ada.acquire();
  const waiting = lin.acquireAsync();
  permit[Symbol.dispose]();
  using _ = await waiting;
  assert.equal(ada.tryAcquire(), undefined);
});

test('the permits of a dead thread come back, and only those', async () => {
  const { ada, lin, supervisor } = newSemaphore(3);
  ada.acquire();
  using _kept = lin.acquire();
  ada.acquire();
  const waiting = lin.acquireAsync();
  supervisor.threadExited(1);
  using _ = await waiting;
  assert.equal(lin.available, 1);
});
