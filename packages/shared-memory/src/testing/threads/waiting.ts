import { parentPort, workerData } from 'node:worker_threads';
import { openLocks, raisePair, type Locks } from './locks.ts';

/** What this thread waits for, blocking or not. Tells when it has got it. */
export interface WaitingData {
  readonly locks: SharedArrayBuffer;
  readonly threadId: number;
  readonly what: keyof typeof waits;
  readonly blocks: boolean;
}

export interface Got {
  readonly takenOver: boolean;
  readonly repairs: readonly number[];
}

const data = workerData as WaitingData;
const locks = openLocks(data.locks, data.threadId);

const waits = {
  mutex: async ({ mutex, memory }: Locks): Promise<boolean> => {
    using guard = data.blocks ? mutex.acquire() : await mutex.acquireAsync();
    raisePair(memory);
    return guard.takenOver;
  },
  semaphore: async ({ semaphore }: Locks): Promise<boolean> => {
    using _ = data.blocks ? semaphore.acquire() : await semaphore.acquireAsync();
    return false;
  },
  condition: async ({ mutex, condition, memory }: Locks): Promise<boolean> => {
    using guard = mutex.acquire();
    while (Atomics.load(memory.isReady, 0) === 0) {
      if (data.blocks) condition.wait(guard);
      else await condition.waitAsync(guard);
    }
    return guard.takenOver;
  },
  doorbell: async ({ doorbell, memory }: Locks): Promise<boolean> => {
    const ready = () => Atomics.load(memory.isReady, 0) === 1;
    while (!ready()) {
      if (data.blocks) doorbell.sleepBlocking({ ready });
      else await doorbell.sleep({ ready });
    }
    return false;
  },
};

// A pending waitAsync does not keep a thread alive.
const keepAlive = setInterval(() => {}, 60_000);
const takenOver = await tellingWhenAsleep(() => waits[data.what](locks));
parentPort!.postMessage({ takenOver, repairs: locks.repairs } satisfies Got);
clearInterval(keepAlive);

/** Says 'asleep' just before the first wait, by which time the waiter has announced itself. */
function tellingWhenAsleep<Result>(action: () => Result): Result {
  const { wait, waitAsync } = Atomics;
  let isTold = false;
  const tell = () => {
    if (!isTold) parentPort!.postMessage('asleep');
    isTold = true;
  };
  Atomics.wait = ((...args: Parameters<typeof wait>) => (tell(), wait(...args))) as typeof wait;
  Atomics.waitAsync = ((...args: Parameters<typeof waitAsync>) => {
    const outcome = waitAsync(...args);
    tell();
    return outcome;
  }) as typeof waitAsync;
  return action();
}
