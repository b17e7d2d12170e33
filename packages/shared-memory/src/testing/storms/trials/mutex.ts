import { defineLayout, int32s, nested, ownLine, type ViewOf } from '../../../layout.ts';
import { Mutex, mutexLayout } from '../../../mutex.ts';
import { acquireSomehow } from '../../acquire-somehow.ts';
import type { Trial } from '../trial.ts';

// A counter in two words under a mutex. Nothing is lost: it says how often everybody has counted, and at most one more for
// each death, of who counted and could not say so any more.

const PLACES = 3;

const layout = defineLayout({
  mutex: nested(mutexLayout),
  pair: ownLine(int32s(2)),
  counted: ownLine(int32s(PLACES)),
});
type Memory = ViewOf<typeof layout>;

export const trial: Trial<SharedArrayBuffer> = {
  name: 'mutex',
  url: import.meta.url,
  survivors: PLACES - 1,

  begin() {
    const buffer = new SharedArrayBuffer(layout.byteLength);
    const memory = layout.view(buffer);
    const mutex = new Mutex(memory.mutex, { threadId: 1, repair: () => repair(memory) });
    let deaths = 0;
    return {
      memory: buffer,
      threadExited(threadId) {
        deaths++;
        mutex.threadExited(threadId);
      },
      verify() {
        using _ = mutex.acquire();
        const [first, second] = memory.pair;
        const counted = memory.counted.reduce((sum, count) => sum + count, 0);
        if (first !== second) throw new Error(`the pair is ${first} and ${second}`);
        if (first! < counted || first! > counted + deaths) throw new Error(`${first} of ${counted}, ${deaths} deaths`);
      },
    };
  },

  join(buffer, { threadId, place, random, tally, step }) {
    const memory = layout.view(buffer);
    const { pair, counted } = memory;
    const mutex = new Mutex(memory.mutex, {
      threadId,
      repair: () => tally.add(repair(memory) ? 'repaired' : 'kept'),
    });
    return {
      async act() {
        using _ = await acquireSomehow(mutex, random);
        if (pair[0] !== pair[1]) throw new Error(`the pair is ${pair[0]} and ${pair[1]}`);
        pair[0]!++;
        step();
        pair[1]!++;
        Atomics.add(counted, place, 1);
      },
    };
  },
};

/** Returns whether there was anything to put right. */
function repair({ pair }: Memory): boolean {
  const isTorn = pair[0] !== pair[1];
  pair[1] = pair[0]!;
  return isTorn;
}
