import assert from 'node:assert/strict';
import { Condition, conditionLayout } from '../../../condition.ts';
import { defineLayout, int32, int32s, nested, type ViewOf } from '../../../layout.ts';
import { Mutex, mutexLayout } from '../../../mutex.ts';
import { defineScenario, type Self } from '../scenario.ts';

const layout = defineLayout({
  mutex: nested(mutexLayout),
  condition: nested(conditionLayout),
  /** Twice the same number, whenever nobody holds the mutex. */
  items: int32s(2),
  ways: int32(),
});
type Memory = ViewOf<typeof layout>;

/** Two consumers wait for an item each; a producer makes two, and notifies one consumer for each or all for both. */
export const conditionScenario = defineScenario<Memory>({
  name: 'condition',
  layout,
  setUp: (memory, random) => {
    memory.ways[0] = random.below(4);
  },
  bodies: [consume, consume, produce],
  listeners: (memory, self) => [openMutex(memory, self), new Condition(memory.condition)],
  // The producer may have died before it made them.
  mayStayAsleep: (memory) => memory.items[0] === 0 && memory.items[1] === 0,
  check: (memory) => assert.ok(memory.items[0]! >= 0, 'more was consumed than was made'),
});

function openMutex(memory: Memory, self: Self): Mutex {
  const repair = () => {
    self.step();
    memory.items[1] = memory.items[0]!;
  };
  return new Mutex(memory.mutex, { threadId: self.threadId, repair });
}

async function consume(memory: Memory, self: Self): Promise<void> {
  const mutex = openMutex(memory, self);
  const condition = new Condition(memory.condition);
  let timedWaits = self.random.below(8) === 0 ? 3 : 0;
  using guard = mutex.acquire();
  while (memory.items[0] === 0) {
    assert.equal(memory.items[1], 0, 'the items are torn');
    const timeoutMs = timedWaits-- > 0 ? 1 : Infinity;
    if (self.random.below(2) === 0) condition.wait(guard, timeoutMs);
    else await condition.waitAsync(guard, timeoutMs);
  }
  change(memory, self, -1);
}

function produce(memory: Memory, self: Self): void {
  const mutex = openMutex(memory, self);
  const condition = new Condition(memory.condition);
  const isOneByOne = (memory.ways[0]! & 1) === 0;
  for (let item = 0; item < 2; item++) {
    {
      using _ = mutex.acquire();
      change(memory, self, 1);
      if ((memory.ways[0]! & 2) === 0 && isOneByOne) condition.notifyOne();
    }
    if ((memory.ways[0]! & 2) !== 0 && isOneByOne) condition.notifyOne();
  }
  if (!isOneByOne) condition.notifyAll();
}

function change(memory: Memory, self: Self, by: number): void {
  assert.equal(memory.items[0], memory.items[1], 'the items are torn');
  memory.items[0]! += by;
  self.step();
  memory.items[1]! += by;
}
