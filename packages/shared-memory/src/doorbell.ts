import type { ExitListener } from './exit-registry.ts';
import { defineLayout, int32, ownLine, type SharedWords, type ViewOf } from './layout.ts';

// How one thread sleeps until others have something for it, so that others pay for a wake-up only while it sleeps.
//
//   sleeper                                      ringer
//   1. AWAKE → ASLEEP                            1. publishes (stores a head)
//   2. ready()? then → AWAKE, and work           2. ASLEEP?  then → AWAKE
//   3. sleeps while ASLEEP                       3. and notifies
//   4. ASLEEP → AWAKE, if nobody else did
//
// Each side stores first and looks second, and Atomics has one order of all: either the ringer sees ASLEEP or the
// sleeper sees what was published. A ringer that dies between 2 and 3 leaves a sleeper on AWAKE: the supervisor rings
// on every exit. STOPPED is final until `reopen`: whoever sleeps is woken, nobody sleeps any more.

export const doorbellLayout = defineLayout({ state: ownLine(int32()) });

const AWAKE = 0;
const ASLEEP = 1;
const STOPPED = 2;

/** `ready`: there was something before sleeping; `rung`: look again (there may be nothing). */
export type Wake = 'ready' | 'rung' | 'timedOut' | 'stopped';

export interface SleepOptions {
  /** Is there something to do? Looks at what ringers publish before they ring. */
  readonly ready: () => boolean;
  readonly timeoutMs?: number;
}

/** Any number of threads ring; only one sleeps, in one call at a time. */
export class Doorbell implements ExitListener {
  readonly #state: SharedWords;

  constructor(memory: ViewOf<typeof doorbellLayout>) {
    this.#state = memory.state;
  }

  /** Wakes the sleeper if it sleeps; one load if it does not. To be called after publishing. */
  ring(): void {
    if (Atomics.load(this.#state, 0) !== ASLEEP) return;
    if (Atomics.compareExchange(this.#state, 0, ASLEEP, AWAKE) === ASLEEP) Atomics.notify(this.#state, 0);
  }

  /** Blocks the thread: only for threads without clients. */
  sleepBlocking(options: SleepOptions): Wake {
    const early = this.#lieDown(options.ready);
    if (early !== undefined) return early;
    return this.#getUp(Atomics.wait(this.#state, 0, ASLEEP, options.timeoutMs ?? Infinity));
  }

  /** For threads that must not block. A pending sleep does not keep the thread alive. */
  async sleep(options: SleepOptions): Promise<Wake> {
    const early = this.#lieDown(options.ready);
    if (early !== undefined) return early;
    const wait = Atomics.waitAsync(this.#state, 0, ASLEEP, options.timeoutMs ?? Infinity);
    return this.#getUp(wait.async ? await wait.value : wait.value);
  }

  /** Wakes the sleeper, and nobody sleeps here any more. Any thread may call it. */
  stop(): void {
    Atomics.store(this.#state, 0, STOPPED);
    Atomics.notify(this.#state, 0);
  }

  get isStopped(): boolean {
    return Atomics.load(this.#state, 0) === STOPPED;
  }

  /** For the next thread in the same place, before it starts. */
  reopen(): void {
    Atomics.compareExchange(this.#state, 0, STOPPED, AWAKE);
  }

  /** The supervisor's part. Wakes the sleeper whatever the state says. */
  threadExited(): void {
    Atomics.compareExchange(this.#state, 0, ASLEEP, AWAKE);
    Atomics.notify(this.#state, 0);
  }

  #lieDown(ready: () => boolean): 'ready' | 'stopped' | undefined {
    // ASLEEP may still be there: left by a dead sleeper in the same place.
    if (Atomics.compareExchange(this.#state, 0, AWAKE, ASLEEP) === STOPPED) return 'stopped';
    if (!ready()) return undefined;
    return Atomics.compareExchange(this.#state, 0, ASLEEP, AWAKE) === STOPPED ? 'stopped' : 'ready';
  }

  #getUp(outcome: 'ok' | 'not-equal' | 'timed-out'): Wake {
    if (Atomics.compareExchange(this.#state, 0, ASLEEP, AWAKE) === STOPPED) return 'stopped';
    return outcome === 'timed-out' ? 'timedOut' : 'rung';
  }
}
