import { parentPort, workerData } from 'node:worker_threads';
import { openLocks, raisePair, type Locks } from './locks.ts';

/** Where this thread dies, and how. `terminate`: it stops there and waits to be ended from outside. */
export interface DyingData {
  readonly locks: SharedArrayBuffer;
  readonly threadId: number;
  readonly place: keyof typeof places;
  readonly way: 'terminate' | 'throw' | 'exit';
  /** One word: not 0 when it is time to die. */
  readonly go: SharedArrayBuffer;
}

const data = workerData as DyingData;

const places = {
  'holding the mutex': ({ mutex, memory }: Locks) => {
    mutex.acquire();
    raisePair(memory, () => {
      parentPort!.postMessage('held');
      waitForGo();
      die();
    });
  },
  'between freeing the mutex and waking': ({ mutex, memory }: Locks) => {
    mutex.acquire();
    raisePair(memory);
    parentPort!.postMessage('held');
    waitForGo();
    dieBeforeNotify();
    mutex.release();
  },
  'holding the permit': ({ semaphore }: Locks) => {
    semaphore.acquire();
    parentPort!.postMessage('held');
    waitForGo();
    die();
  },
  'between freeing the permit and waking': ({ semaphore }: Locks) => {
    const permit = semaphore.acquire();
    parentPort!.postMessage('held');
    waitForGo();
    dieBeforeNotify();
    permit[Symbol.dispose]();
  },
  'between changing the condition and waking': ({ mutex, condition, memory }: Locks) => {
    parentPort!.postMessage('held');
    waitForGo();
    mutex.acquire();
    Atomics.store(memory.isReady, 0, 1);
    mutex.release();
    dieBeforeNotify();
    condition.notifyOne();
  },
  'between answering the doorbell and waking': ({ doorbell, memory }: Locks) => {
    parentPort!.postMessage('held');
    waitForGo();
    Atomics.store(memory.isReady, 0, 1);
    dieBeforeNotify();
    doorbell.ring();
  },
};

places[data.place](openLocks(data.locks, data.threadId));

function die(): void {
  if (data.way === 'throw') throw new Error('died as planned');
  if (data.way === 'exit') process.exit(7);
  parentPort!.postMessage('to be terminated');
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  for (;;) Atomics.wait(nobody, 0, 0);
}

function dieBeforeNotify(): void {
  Atomics.notify = () => {
    die();
    return 0;
  };
}

/** Until the test has seen the other thread wait. */
function waitForGo(): void {
  Atomics.wait(new Int32Array(data.go), 0, 0);
}
