import { Condition, conditionLayout } from '../../../condition.ts';
import { defineLayout, int32, nested, ownLine, type ViewOf } from '../../../layout.ts';
import { Mutex, mutexLayout, type MutexGuard } from '../../../mutex.ts';
import type { SeededRandom } from '../../seeded-random.ts';
import { acquireSomehow } from '../../acquire-somehow.ts';
import type { Trial } from '../trial.ts';

// A shelf with room for four: one thread puts, one takes, the dying does either, and each waits for the other where it has to.
// A wake-up that died with somebody would leave the rest waiting for ever.

const CAPACITY = 4;
const PLACES = { putter: 0, taker: 1, dying: 2 } as const;

const layout = defineLayout({
  mutex: nested(mutexLayout),
  hasSome: nested(conditionLayout),
  hasRoom: nested(conditionLayout),
  items: ownLine(int32()),
  puts: int32(),
  takes: int32(),
});
type Memory = ViewOf<typeof layout>;

export const trial: Trial<SharedArrayBuffer> = {
  name: 'condition',
  url: import.meta.url,
  survivors: PLACES.dying,

  begin() {
    const buffer = new SharedArrayBuffer(layout.byteLength);
    const memory = layout.view(buffer);
    const mutex = new Mutex(memory.mutex, { threadId: 1, repair: () => repair(memory) });
    const conditions = [new Condition(memory.hasSome), new Condition(memory.hasRoom)];
    return {
      memory: buffer,
      threadExited(threadId) {
        mutex.threadExited(threadId);
        for (const condition of conditions) condition.threadExited();
      },
      verify() {
        using _ = mutex.acquire();
        checkShelf(memory);
      },
    };
  },

  join(buffer, { threadId, place, random, tally, step }) {
    const memory = layout.view(buffer);
    const { items, puts, takes } = memory;
    const mutex = new Mutex(memory.mutex, { threadId, repair: () => tally.add(repair(memory) ? 'repaired' : 'kept') });
    const hasSome = new Condition(memory.hasSome);
    const hasRoom = new Condition(memory.hasRoom);

    async function put(): Promise<void> {
      using guard = await acquireSomehow(mutex, random);
      while (items[0] === CAPACITY) await waitSomehow(hasRoom, guard, random);
      checkShelf(memory);
      puts[0]!++;
      step();
      items[0]!++;
      hasSome.notifyOne();
    }

    async function take(): Promise<void> {
      using guard = await acquireSomehow(mutex, random);
      while (items[0] === 0) await waitSomehow(hasSome, guard, random);
      checkShelf(memory);
      takes[0]!++;
      step();
      items[0]!--;
      hasRoom.notifyOne();
    }

    const isPutter = (): boolean => (place === PLACES.dying ? random.below(2) === 0 : place === PLACES.putter);
    return { act: () => (isPutter() ? put() : take()) };
  },
};

async function waitSomehow(condition: Condition, guard: MutexGuard, random: SeededRandom): Promise<void> {
  if (random.below(2) === 0) condition.wait(guard);
  else await condition.waitAsync(guard);
}

function checkShelf({ items, puts, takes }: Memory): void {
  const isWhole = items[0] === puts[0]! - takes[0]! && items[0] >= 0 && items[0] <= CAPACITY;
  if (!isWhole) throw new Error(`${items[0]} on the shelf, ${puts[0]} put and ${takes[0]} taken`);
}

/** Returns whether there was anything to put right. */
function repair({ items, puts, takes }: Memory): boolean {
  const shouldBe = puts[0]! - takes[0]!;
  const isTorn = items[0] !== shouldBe;
  items[0] = shouldBe;
  return isTorn;
}
