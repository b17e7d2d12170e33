import { defineLayout, int32s, nested, ownLine } from '../../../layout.ts';
import { Semaphore, semaphoreLayout } from '../../../semaphore.ts';
import type { Trial } from '../trial.ts';

// Two permits for four threads: never are more than two inside, and no permit goes missing.

const PERMITS = 2;
const PLACES = 4;

const layout = defineLayout({
  semaphore: nested(semaphoreLayout(PERMITS)),
  /** 1 for who is inside. */
  inside: ownLine(int32s(PLACES)),
});

export const trial: Trial<SharedArrayBuffer> = {
  name: 'semaphore',
  url: import.meta.url,
  survivors: PLACES - 1,

  begin(tally) {
    const buffer = new SharedArrayBuffer(layout.byteLength);
    const memory = layout.view(buffer);
    const semaphore = new Semaphore(memory.semaphore, { threadId: 1 });
    return {
      memory: buffer,
      threadExited(threadId) {
        const isHeld = memory.semaphore.holders.includes(threadId);
        if (isHeld) tally.add('repaired');
        // It is inside until its permit is given back, and not a moment longer.
        Atomics.store(memory.inside, PLACES - 1, 0);
        semaphore.threadExited(threadId);
        if (memory.semaphore.holders.includes(threadId)) throw new Error(`the dead thread ${threadId} has a permit`);
      },
      async verify() {
        using _first = await semaphore.acquireAsync();
        using _second = await semaphore.acquireAsync();
        const others = memory.inside.reduce((sum, count) => sum + count, 0);
        if (others > 0) throw new Error(`${others} are inside beside two who have all permits`);
      },
    };
  },

  join(buffer, { threadId, place, random, step }) {
    const memory = layout.view(buffer);
    const semaphore = new Semaphore(memory.semaphore, { threadId });
    return {
      async act() {
        const waits = random.below(2) === 0;
        using _ = semaphore.tryAcquire() ?? (waits ? await semaphore.acquireAsync() : semaphore.acquire());
        Atomics.store(memory.inside, place, 1);
        step();
        const inside = memory.inside.reduce((sum, count) => sum + count, 0);
        if (inside > PERMITS) throw new Error(`${inside} are inside`);
        Atomics.store(memory.inside, place, 0);
      },
    };
  },
};
