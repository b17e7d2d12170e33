import { defineLayout, int32s, ownLine, type ViewOf } from './layout.ts';

// Which threads are dead: one bit per thread id. Written by the supervisor alone, when it sees a thread's exit event,
// so a set bit means that the thread has made its last store. Ids are given once and never again.

export const MAX_THREAD_ID = 65_535;

export const livenessLayout = defineLayout({ dead: ownLine(int32s((MAX_THREAD_ID + 1) / 32)) });

/** Throws a RangeError unless `threadId` is an integer from 1 to 65,535. (Node's own `threadId` starts at 0.) */
export function checkThreadId(threadId: number): void {
  if (!Number.isInteger(threadId) || threadId < 1 || threadId > MAX_THREAD_ID) {
    throw new RangeError(`a thread id must be from 1 to ${MAX_THREAD_ID} and is never used again: ${threadId}`);
  }
}

export class Liveness {
  readonly #dead: ViewOf<typeof livenessLayout>['dead'];

  constructor(memory: ViewOf<typeof livenessLayout>) {
    this.#dead = memory.dead;
  }

  markDead(threadId: number): void {
    checkThreadId(threadId);
    Atomics.or(this.#dead, threadId >>> 5, 1 << (threadId & 31));
  }

  isDead(threadId: number): boolean {
    checkThreadId(threadId);
    return (Atomics.load(this.#dead, threadId >>> 5) & (1 << (threadId & 31))) !== 0;
  }
}
