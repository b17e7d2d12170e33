import type { SeededRandom } from '../seeded-random.ts';
import type { Tally } from './tally.ts';

// A trial is a piece of shared memory under a lock, and what threads do with it. Some threads live on and look at all that
// they find; others are ended in the middle, one after another, and each is followed by a new one in the same place.
// `storm.ts` ends them while they hold the lock, `stress.ts` at any moment.

export interface Trial<Memory = unknown> {
  readonly name: string;
  /** Where this module is: threads import it. It exports its trial as `trial`. */
  readonly url: string;
  /** Threads that live on, in the places from 0. The place behind theirs is that of the dying. */
  readonly survivors: number;
  /** Rings and logs have no lock: who writes may die at any step. */
  readonly isLockless?: true;
  begin(tally: Tally): Stage<Memory>;
  join(memory: Memory, seat: Seat): Party;
}

/** The supervisor's part, on the thread that starts the others. */
export interface Stage<Memory> {
  /** What every thread is given: made of shared buffers and what can be copied. */
  readonly memory: Memory;
  /** Called on the exit event: from then on everybody can go on. What is returned resolves once the place is free again. */
  threadExited(threadId: number): void | Promise<void>;
  /** Looks at everything, among threads that go on meanwhile. Throws at the first thing that is wrong. */
  verify(): void | Promise<void>;
}

/** One thread's part. */
export interface Party {
  /** Takes the lock once, changes what it guards, and lets go. Throws when it finds what nobody can have written. */
  act(): void | Promise<void>;
}

export interface Seat {
  /** Never used again. */
  readonly threadId: number;
  readonly place: number;
  readonly random: SeededRandom;
  readonly tally: Tally;
  /** To be called in the middle of a change: a death may fall here, as it may at each step of Atomics. */
  readonly step: () => void;
}
