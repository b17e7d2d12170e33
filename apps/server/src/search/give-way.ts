import { setImmediate as nextTurn } from 'node:timers/promises';

/** Nobody wakes whoever waits here. */
const NOBODY = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
const AWAY_MS = 0.1;

/**
 * Lets others go first: those who wait for this thread's core, then what waits on this thread's loop. A low priority is not
 * enough for the former: until its next tick, 4 ms on most of Linux, the kernel leaves a core to who has it, unless they sleep.
 */
export async function giveWay(): Promise<void> {
  Atomics.wait(NOBODY, 0, 0, AWAY_MS);
  await nextTurn();
}
