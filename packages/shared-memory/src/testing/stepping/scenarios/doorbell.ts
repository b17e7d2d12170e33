import assert from 'node:assert/strict';
import { Doorbell, doorbellLayout } from '../../../doorbell.ts';
import { defineLayout, int32, nested, type ViewOf } from '../../../layout.ts';
import { defineScenario, type Self } from '../scenario.ts';

const layout = defineLayout({
  doorbell: nested(doorbellLayout),
  published: int32(),
  consumed: int32(),
  /** Whether the ringer stops the bell in the end. */
  stops: int32(),
  hasStopped: int32(),
  /** The ringer has ended. */
  isOver: int32(),
  /** Whether the sleeper looks after a while in any case. */
  isTimed: int32(),
});
type Memory = ViewOf<typeof layout>;

const SLEEPER = 1;
const RINGER = 2;
/** As in doorbell.ts. */
const STOPPED = 2;

/** One sleeps, one publishes and rings, and a third takes the sleeper's place if it dies. */
export const doorbellScenario = defineScenario<Memory>({
  name: 'doorbell',
  layout,
  setUp: (memory, random) => {
    memory.stops[0] = random.below(2);
    memory.isTimed[0] = random.below(8) === 0 ? 1 : 0;
  },
  bodies: [sleepAndWork, publishAndRing, takeThePlaceOfTheSleeper],
  listeners: (memory) => [new Doorbell(memory.doorbell)],
  beforeExit: (memory, thread) => {
    if (thread === RINGER) memory.isOver[0] = 1;
  },
  // Nor when the ringer died while it stopped the bell.
  mayStayAsleep: ({ published, consumed, hasStopped, doorbell }) =>
    published[0] === consumed[0] && hasStopped[0] === 0 && doorbell.state[0] !== STOPPED,
  check: (memory) => {
    if (!new Doorbell(memory.doorbell).isStopped)
      assert.equal(memory.consumed[0], memory.published[0], 'something was never seen');
  },
});

async function sleepAndWork(memory: Memory, self: Self): Promise<void> {
  const doorbell = new Doorbell(memory.doorbell);
  const ready = () => Atomics.load(memory.published, 0) !== memory.consumed[0];
  const options = memory.isTimed[0] === 1 ? { ready, timeoutMs: 1 } : { ready };
  for (;;) {
    // Looked at before what was published: after it nothing more comes.
    const isOver = memory.isOver[0] === 1;
    memory.consumed[0] = Atomics.load(memory.published, 0);
    const wake = self.random.below(2) === 0 ? doorbell.sleepBlocking(options) : await doorbell.sleep(options);
    if (wake === 'stopped') return assert.equal(memory.stops[0], 1);
    if (wake === 'timedOut' && isOver) return;
  }
}

function publishAndRing(memory: Memory, self: Self): void {
  const doorbell = new Doorbell(memory.doorbell);
  for (let count = 4 + self.random.below(6); count > 0; count--) {
    Atomics.add(memory.published, 0, 1);
    doorbell.ring();
  }
  if (memory.stops[0] === 1) {
    doorbell.stop();
    memory.hasStopped[0] = 1;
  }
  memory.isOver[0] = 1;
}

async function takeThePlaceOfTheSleeper(memory: Memory, self: Self): Promise<void> {
  if (self.awaitDeathOf(SLEEPER)) await sleepAndWork(memory, self);
}
