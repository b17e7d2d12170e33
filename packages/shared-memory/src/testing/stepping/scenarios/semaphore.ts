import assert from 'node:assert/strict';
import { defineLayout, int32, int32s, nested, type ViewOf } from '../../../layout.ts';
import { Semaphore, semaphoreLayout, type Permit } from '../../../semaphore.ts';
import { THREADS } from '../baton.ts';
import { defineScenario, type Self } from '../scenario.ts';

const PERMITS = 2;
const layout = defineLayout({
  semaphore: nested(semaphoreLayout(PERMITS)),
  /** By thread id: the permits that it holds. */
  held: int32s(THREADS + 1),
  /** How many permits exist in this run; the others are held by nobody who lives. */
  permits: int32(),
});
type Memory = ViewOf<typeof layout>;

const NOBODY_ID = 60_000;

/** Three threads and one or two permits. */
export const semaphoreScenario = defineScenario<Memory>({
  name: 'semaphore',
  layout,
  setUp: (memory, random) => {
    memory.permits[0] = 1 + random.below(PERMITS);
    for (let slot = memory.permits[0]; slot < PERMITS; slot++) memory.semaphore.holders[slot] = NOBODY_ID;
  },
  bodies: [takePermits, takePermits, takePermits],
  listeners: (memory, self) => [new Semaphore(memory.semaphore, self)],
  beforeExit: (memory, thread) => {
    memory.held[thread + 1] = 0;
  },
  check: (memory, self) => {
    const { available } = new Semaphore(memory.semaphore, self);
    assert.equal(available, memory.permits[0], 'a permit was lost, or one too many is free');
  },
});

async function takePermits(memory: Memory, self: Self): Promise<void> {
  const semaphore = new Semaphore(memory.semaphore, self);
  for (let rounds = 1 + self.random.below(3); rounds > 0; rounds--) {
    const permit = await acquire(semaphore, self.random.below(3));
    memory.held[self.threadId]!++;
    const held = memory.held.reduce((sum, each) => sum + each, 0);
    assert.ok(held <= memory.permits[0]!, `${held} permits are held`);
    self.step();
    memory.held[self.threadId]!--;
    permit[Symbol.dispose]();
  }
}

async function acquire(semaphore: Semaphore, way: number): Promise<Permit> {
  if (way === 0) return semaphore.acquireAsync();
  return (way === 1 ? semaphore.tryAcquire() : undefined) ?? semaphore.acquire();
}
