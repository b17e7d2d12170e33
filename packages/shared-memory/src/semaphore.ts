import assert from 'node:assert/strict';
import type { ExitListener } from './exit-registry.ts';
import { defineLayout, int32, int32s, ownLine, type SharedWords, type ViewOf } from './layout.ts';
import { checkThreadId } from './liveness.ts';
import { spin } from './spin.ts';

// A counting semaphore without a count: each permit is a slot that names its holder, taken by one compare-and-exchange.
// So no step can lose a permit, and the supervisor finds those of a dead thread by its name.
//
//   slots    │ 0 free │ 7 │ 7 │ 0 free │ 12 │         taken by the holder, freed by the holder or by the supervisor
//   releases │ counts every release │                raised after a slot was freed, then all waiters are woken
//
// A waiter reads `releases`, looks at every slot, and sleeps only while `releases` is what it read: a slot that was
// freed after the look changes it or wakes the sleeper. Ambiguous only after 2^32 releases between the two.

export function semaphoreLayout(permits: number) {
  return defineLayout({ releases: ownLine(int32()), holders: ownLine(int32s(permits)) });
}

const FREE = 0;

/** One held permit, made once per thread and slot so that acquiring allocates nothing: `using permit = …`. */
export class Permit implements Disposable {
  readonly #release: () => void;

  constructor(release: () => void) {
    this.#release = release;
  }

  [Symbol.dispose](): void {
    this.#release();
  }
}

export interface SemaphoreOptions {
  /** This thread's id: 1 to 65,535, never used again. */
  readonly threadId: number;
}

/** One thread's handle of a semaphore. A thread may hold several permits. */
export class Semaphore implements ExitListener {
  readonly #releases: SharedWords;
  readonly #holders: SharedWords;
  readonly #threadId: number;
  readonly #permits: readonly Permit[];
  #taken = 0;
  readonly #attempt = () => this.#tryOnce();

  constructor(memory: ViewOf<ReturnType<typeof semaphoreLayout>>, options: SemaphoreOptions) {
    checkThreadId(options.threadId);
    this.#releases = memory.releases;
    this.#holders = memory.holders;
    this.#threadId = options.threadId;
    this.#permits = Array.from(memory.holders, (_, slot) => new Permit(() => this.#release(slot)));
  }

  /** Free permits at this moment. */
  get available(): number {
    let free = 0;
    for (let slot = 0; slot < this.#holders.length; slot++) {
      if (Atomics.load(this.#holders, slot) === FREE) free++;
    }
    return free;
  }

  /** Spins for at most some microseconds; undefined if every permit stayed taken. Never blocks. */
  tryAcquire(): Permit | undefined {
    return spin(this.#attempt) ? this.#permits[this.#taken] : undefined;
  }

  /** Blocks the thread: only for threads without clients. */
  acquire(): Permit {
    for (;;) {
      const releases = Atomics.load(this.#releases, 0);
      if (spin(this.#attempt)) return this.#permits[this.#taken]!;
      Atomics.wait(this.#releases, 0, releases);
    }
  }

  /** For threads that must not block. */
  async acquireAsync(): Promise<Permit> {
    for (;;) {
      const releases = Atomics.load(this.#releases, 0);
      if (spin(this.#attempt)) return this.#permits[this.#taken]!;
      const wait = Atomics.waitAsync(this.#releases, 0, releases);
      if (wait.async) await wait.value;
    }
  }

  /** The supervisor's part: gives the dead thread's permits back. Wakes every waiter. */
  threadExited(threadId: number): void {
    for (let slot = 0; slot < this.#holders.length; slot++) {
      Atomics.compareExchange(this.#holders, slot, threadId, FREE);
    }
    this.#announceRelease();
  }

  #tryOnce(): boolean {
    for (let slot = 0; slot < this.#holders.length; slot++) {
      // Looks before it exchanges: spinning must not pull the cache line away from the holders.
      if (Atomics.load(this.#holders, slot) !== FREE) continue;
      if (Atomics.compareExchange(this.#holders, slot, FREE, this.#threadId) !== FREE) continue;
      this.#taken = slot;
      return true;
    }
    return false;
  }

  #release(slot: number): void {
    const found = Atomics.compareExchange(this.#holders, slot, this.#threadId, FREE);
    assert(found === this.#threadId, 'the permit is not held by this thread');
    this.#announceRelease();
  }

  #announceRelease(): void {
    Atomics.add(this.#releases, 0, 1);
    Atomics.notify(this.#releases, 0);
  }
}
