import assert from 'node:assert/strict';
import type { ExitListener } from './exit-registry.ts';
import { defineLayout, int32, ownLine, type SharedWords, type ViewOf } from './layout.ts';
import { checkThreadId } from './liveness.ts';
import { spin } from './spin.ts';

// A lock in one word. The word always tells who owns it, so a lock whose owner died is never mistaken for a free one.
//
//   31            18       17          16      15             0
//   ┌───────────────┬──────────┬───────────┬──────────────────┐     FREE (0)  nobody owns it
//   │       0       │ ORPHANED │ CONTENDED │ owner, 0 nobody  │     LOST (-1) what it guards cannot be repaired
//   └───────────────┴──────────┴───────────┴──────────────────┘
//
//   who                        from                  to                    then
//   any thread, acquiring      FREE                  owner                 –
//   a waiter, before sleeping  owner                 owner + CONTENDED     sleeps on exactly this value
//   the owner, releasing       owner (+ CONTENDED)   FREE                  wakes all, if it was contended
//   the supervisor, on exit    dead owner (+ …)      … + ORPHANED          wakes all, whatever the word was
//   any thread, taking over    … + ORPHANED          owner                 repairs, then goes on as the owner
//   the owner, giving up       owner (+ CONTENDED)   LOST                  wakes all
//
// Nobody sleeps on FREE, ORPHANED or LOST. A sleeper's value is left only by a step that wakes all; if whoever made the
// step died before waking, the supervisor does it on that exit. The supervisor has to change the word too, not only
// notify: a waiter that saw a living owner and is about to sleep would else sleep for ever. All are woken instead of
// one, because the one could be a thread with a busy loop, and the others would sleep beside a free lock.

export const mutexLayout = defineLayout({ word: ownLine(int32()) });

const FREE = 0;
const LOST = -1;
const OWNER = 0xffff;
const CONTENDED = 0x1_0000;
const ORPHANED = 0x2_0000;

const NOT_ASLEEP = 0;

export interface MutexOptions {
  /** This thread's id: 1 to 65,535, never used again. */
  readonly threadId: number;
  /**
   * Repairs what the mutex guards after an owner died somewhere in the middle. Runs under the lock, before the new
   * owner gets it, and again from the start if the repairing thread dies. If it throws, the mutex is lost.
   */
  readonly repair: (deadOwner: number) => void;
}

/** What a mutex guards could not be repaired: nobody will ever own it again. */
export class LockLostError extends Error {
  override readonly name = 'LockLostError';
}

/** The proof of owning a mutex, made once per thread and mutex so that locking allocates nothing: `using guard = …`. */
export class MutexGuard implements Disposable {
  readonly mutex: Mutex;
  /** The owner whose death made this thread the owner; 0 if the mutex was free. */
  deadOwner = 0;

  constructor(mutex: Mutex) {
    this.mutex = mutex;
  }

  get takenOver(): boolean {
    return this.deadOwner !== 0;
  }

  [Symbol.dispose](): void {
    this.mutex.release();
  }
}

/** One thread's handle of a mutex. Not recursive. Every way to acquire it throws LockLostError once it is lost. */
export class Mutex implements ExitListener {
  readonly #words: SharedWords;
  readonly #threadId: number;
  readonly #repair: MutexOptions['repair'];
  readonly #guard: MutexGuard;
  readonly #attempt = () => this.#tryOnce();

  constructor(memory: ViewOf<typeof mutexLayout>, options: MutexOptions) {
    checkThreadId(options.threadId);
    this.#words = memory.word;
    this.#threadId = options.threadId;
    this.#repair = options.repair;
    this.#guard = new MutexGuard(this);
  }

  get isMine(): boolean {
    const word = Atomics.load(this.#words, 0);
    return word !== LOST && (word & OWNER) === this.#threadId;
  }

  get isLost(): boolean {
    return Atomics.load(this.#words, 0) === LOST;
  }

  /** Spins for at most some microseconds; undefined if the mutex stayed busy. Never blocks. */
  tryAcquire(): MutexGuard | undefined {
    return this.#tryOnce() || spin(this.#attempt) ? this.#guard : undefined;
  }

  /** Blocks the thread: only for threads without clients. */
  acquire(): MutexGuard {
    if (this.#tryOnce()) return this.#guard;
    assert(!this.isMine, 'the mutex is already held by this thread');
    return this.#acquireContended();
  }

  /** For threads that must not block. The lock is held when the promise resolves: release it before any await. */
  async acquireAsync(): Promise<MutexGuard> {
    while (!spin(this.#attempt)) {
      const word = this.#flagContended();
      if (word === NOT_ASLEEP) continue;
      const wait = Atomics.waitAsync(this.#words, 0, word);
      if (wait.async) await wait.value;
    }
    return this.#guard;
  }

  /** Wakes every waiter if there are any. An assertion fails unless this thread owns it. What is lost stays lost. */
  release(): void {
    const held = Atomics.load(this.#words, 0);
    if (held === LOST) return;
    assert((held & ~CONTENDED) === this.#threadId, 'the mutex is not held by this thread');
    // Since the look only CONTENDED can have been added, so the exchange takes nothing from anybody.
    const word = Atomics.exchange(this.#words, 0, FREE);
    if ((word & CONTENDED) !== 0) Atomics.notify(this.#words, 0);
  }

  /** The owner gives up what the mutex guards. Wakes every waiter; all of them and all who come later get an error. */
  declareLost(): void {
    assert(this.isMine, 'the mutex is not held by this thread');
    Atomics.store(this.#words, 0, LOST);
    Atomics.notify(this.#words, 0);
  }

  /** The supervisor's part. Wakes every waiter. */
  threadExited(threadId: number): void {
    let word = Atomics.load(this.#words, 0);
    while (word !== LOST && (word & OWNER) === threadId && (word & ORPHANED) === 0) {
      const found = Atomics.compareExchange(this.#words, 0, word, word | ORPHANED);
      if (found === word) break;
      word = found;
    }
    Atomics.notify(this.#words, 0);
  }

  #tryOnce(): boolean {
    // Looks before it exchanges: spinning must not pull the cache line away from the owner.
    const word = Atomics.load(this.#words, 0);
    if (word === FREE) return this.#takeFree();
    if (word === LOST) throw new LockLostError('what this mutex guards is lost');
    return (word & ORPHANED) !== 0 && this.#takeOver(word);
  }

  #takeFree(): boolean {
    if (Atomics.compareExchange(this.#words, 0, FREE, this.#threadId) !== FREE) return false;
    this.#guard.deadOwner = 0;
    return true;
  }

  #takeOver(word: number): boolean {
    if (Atomics.compareExchange(this.#words, 0, word, this.#threadId) !== word) return false;
    this.#guard.deadOwner = word & OWNER;
    try {
      this.#repair(this.#guard.deadOwner);
    } catch (cause) {
      this.declareLost();
      throw new LockLostError('what this mutex guards could not be repaired', { cause });
    }
    return true;
  }

  #acquireContended(): MutexGuard {
    while (!spin(this.#attempt)) {
      const word = this.#flagContended();
      if (word !== NOT_ASLEEP) Atomics.wait(this.#words, 0, word);
    }
    return this.#guard;
  }

  /** The value to sleep on, or NOT_ASLEEP if the lock can be tried again. */
  #flagContended(): number {
    const word = Atomics.load(this.#words, 0);
    if (word === FREE || word === LOST || (word & ORPHANED) !== 0) return NOT_ASLEEP;
    if ((word & CONTENDED) !== 0) return word;
    return Atomics.compareExchange(this.#words, 0, word, word | CONTENDED) === word ? word | CONTENDED : NOT_ASLEEP;
  }
}
