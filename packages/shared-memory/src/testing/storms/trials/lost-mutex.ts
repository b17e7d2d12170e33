import { defineLayout, int32, int32s, nested, ownLine, repeated, type ViewOf } from '../../../layout.ts';
import { LockLostError, Mutex, mutexLayout } from '../../../mutex.ts';
import { acquireSomehow } from '../../acquire-somehow.ts';
import type { Trial } from '../trial.ts';

// A pair that cannot be put right once it is torn: then its mutex is lost, whoever comes gets an error, and all go on with the
// next. Nobody ever sees a torn pair.

const SPARES = 2_048;

const layout = defineLayout({
  current: ownLine(int32()),
  spares: repeated(defineLayout({ mutex: nested(mutexLayout), pair: ownLine(int32s(2)) }), SPARES),
});

export const trial: Trial<SharedArrayBuffer> = {
  name: 'mutex, beyond repair',
  url: import.meta.url,
  survivors: 2,

  begin() {
    const buffer = new SharedArrayBuffer(layout.byteLength);
    const memory = layout.view(buffer);
    const repair = (): void => undefined;
    const mutexes = memory.spares.map(({ mutex }) => new Mutex(mutex, { threadId: 1, repair }));
    return {
      memory: buffer,
      threadExited(threadId) {
        for (const mutex of mutexes) mutex.threadExited(threadId);
      },
      verify() {
        for (let index = 0; index < Atomics.load(memory.current, 0); index++) {
          if (!mutexes[index]!.isLost) throw new Error(`mutex ${index} was given up and is not lost`);
        }
      },
    };
  },

  join(buffer, { threadId, random, tally, step }) {
    const { current, spares } = layout.view(buffer);
    const open = (index: number): Mutex =>
      new Mutex(spares[index]!.mutex, {
        threadId,
        repair() {
          tally.add(isTorn(spares[index]!) ? 'lost' : 'kept');
          if (isTorn(spares[index]!)) throw new Error('beyond repair');
        },
      });
    let index = Atomics.load(current, 0);
    let mutex = open(index);
    return {
      async act() {
        try {
          using _ = await acquireSomehow(mutex, random);
          const { pair } = spares[index]!;
          if (isTorn(spares[index]!)) throw new Error(`the pair is ${pair[0]} and ${pair[1]}`);
          pair[0]!++;
          step();
          pair[1]!++;
        } catch (error) {
          if (!(error instanceof LockLostError)) throw error;
          mutex = open(++index);
          Atomics.store(current, 0, index);
        }
      },
    };
  },
};

function isTorn({ pair }: Pick<ViewOf<typeof layout>['spares'][number], 'pair'>): boolean {
  return pair[0] !== pair[1];
}
