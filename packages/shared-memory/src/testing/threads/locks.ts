import { Condition, conditionLayout } from '../../condition.ts';
import { Doorbell, doorbellLayout } from '../../doorbell.ts';
import { defineLayout, int32, int32s, nested, ownLine, type ViewOf } from '../../layout.ts';
import { Mutex, mutexLayout } from '../../mutex.ts';
import { Semaphore, semaphoreLayout } from '../../semaphore.ts';

/** What the threads of the lock tests share. The mutex guards `pair`: both words are the same when nobody is inside. */
export const locksLayout = defineLayout({
  mutex: nested(mutexLayout),
  semaphore: nested(semaphoreLayout(1)),
  condition: nested(conditionLayout),
  doorbell: nested(doorbellLayout),
  pair: ownLine(int32s(2)),
  isReady: ownLine(int32()),
});

export type Locks = ReturnType<typeof openLocks>;

export function openLocks(buffer: SharedArrayBuffer, threadId: number) {
  const memory = locksLayout.view(buffer);
  const repairs: number[] = [];
  const repair = (deadOwner: number) => {
    repairs.push(deadOwner);
    memory.pair[1] = memory.pair[0]!;
  };
  return {
    memory,
    repairs,
    mutex: new Mutex(memory.mutex, { threadId, repair }),
    semaphore: new Semaphore(memory.semaphore, { threadId }),
    condition: new Condition(memory.condition),
    doorbell: new Doorbell(memory.doorbell),
  };
}

/** To be called by the owner of the mutex: counts in both words, with a step between that a death can fall into. */
export function raisePair(memory: ViewOf<typeof locksLayout>, between: () => void = () => {}): void {
  if (memory.pair[0] !== memory.pair[1]) throw new Error(`the pair is ${memory.pair[0]} and ${memory.pair[1]}`);
  memory.pair[0]!++;
  between();
  memory.pair[1]!++;
}
