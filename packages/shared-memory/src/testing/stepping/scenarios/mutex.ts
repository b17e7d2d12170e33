import assert from 'node:assert/strict';
import { defineLayout, int32, int32s, nested, type ViewOf } from '../../../layout.ts';
import { LockLostError, Mutex, mutexLayout, type MutexGuard } from '../../../mutex.ts';
import { defineScenario, type Self } from '../scenario.ts';

const layout = defineLayout({
  mutex: nested(mutexLayout),
  /** What the mutex guards: the same number twice, whenever nobody is inside. */
  pair: int32s(2),
  inside: int32(),
  repairThrows: int32(),
});
type Memory = ViewOf<typeof layout>;

/** Three threads lock in every way; whoever takes over repairs the pair, or, in some runs, fails to. */
export const mutexScenario = defineScenario<Memory>({
  name: 'mutex',
  layout,
  setUp: (memory, random) => {
    memory.repairThrows[0] = random.below(5) === 0 ? 1 : 0;
  },
  bodies: [takeTurns, takeTurns, takeTurns],
  listeners: (memory, self) => [open(memory, self)],
  check: (memory, self) => {
    try {
      open(memory, self).acquire();
      assert.equal(memory.pair[0], memory.pair[1], 'the pair is torn in the end');
    } catch (error) {
      if (!(error instanceof LockLostError) || memory.repairThrows[0] === 0) throw error;
    }
  },
});

function open(memory: Memory, self: Self): Mutex {
  return new Mutex(memory.mutex, { threadId: self.threadId, repair: () => repair(memory, self) });
}

function repair(memory: Memory, self: Self): void {
  self.step();
  if (memory.repairThrows[0] === 1) throw new Error('beyond repair');
  memory.inside[0] = 0;
  memory.pair[1] = memory.pair[0]!;
  self.step();
}

async function takeTurns(memory: Memory, self: Self): Promise<void> {
  const mutex = open(memory, self);
  try {
    for (let rounds = 1 + self.random.below(3); rounds > 0; rounds--) {
      using guard = await acquire(mutex, self.random.below(3));
      raisePair(memory, self);
      assert.ok(guard.mutex.isMine);
    }
  } catch (error) {
    if (!(error instanceof LockLostError) || memory.repairThrows[0] === 0) throw error;
  }
}

async function acquire(mutex: Mutex, way: number): Promise<MutexGuard> {
  if (way === 0) return mutex.acquireAsync();
  return (way === 1 ? mutex.tryAcquire() : undefined) ?? mutex.acquire();
}

function raisePair(memory: Memory, self: Self): void {
  assert.equal(memory.inside[0], 0, 'two threads are inside');
  memory.inside[0] = self.threadId;
  assert.equal(memory.pair[0], memory.pair[1], 'the pair is torn');
  memory.pair[0]!++;
  self.step();
  memory.pair[1]!++;
  memory.inside[0] = 0;
}
