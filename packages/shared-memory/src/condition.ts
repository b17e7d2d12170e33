import type { ExitListener } from './exit-registry.ts';
import { defineLayout, int32, ownLine, type SharedWords, type ViewOf } from './layout.ts';
import type { MutexGuard } from './mutex.ts';

// A condition variable. Every notification raises `sequence`. A waiter reads it while it still owns the mutex, releases
// the mutex, and sleeps only while `sequence` is what it read: a notification in between is not lost. The supervisor
// raises it too, because whoever notified may have died between raising and waking, or the one that was woken may have
// died.
//
// So a waiter can come back without its condition holding: wait in a loop, `while (!isReady()) condition.wait(guard)`.

export const conditionLayout = defineLayout({ sequence: ownLine(int32()) });

export class Condition implements ExitListener {
  readonly #sequence: SharedWords;

  constructor(memory: ViewOf<typeof conditionLayout>) {
    this.#sequence = memory.sequence;
  }

  /**
   * Releases the mutex, sleeps until notified or `timeoutMs` have passed, and acquires the mutex again: `guard` is
   * valid as before, but look at `takenOver` again. Returns false after the timeout. Blocks: only for threads without
   * clients.
   */
  wait(guard: MutexGuard, timeoutMs = Infinity): boolean {
    const sequence = Atomics.load(this.#sequence, 0);
    guard.mutex.release();
    const outcome = Atomics.wait(this.#sequence, 0, sequence, timeoutMs);
    guard.mutex.acquire();
    return outcome !== 'timed-out';
  }

  /** As `wait`, for threads that must not block. */
  async waitAsync(guard: MutexGuard, timeoutMs = Infinity): Promise<boolean> {
    const sequence = Atomics.load(this.#sequence, 0);
    guard.mutex.release();
    const wait = Atomics.waitAsync(this.#sequence, 0, sequence, timeoutMs);
    const outcome = wait.async ? await wait.value : wait.value;
    await guard.mutex.acquireAsync();
    return outcome !== 'timed-out';
  }

  /** Wakes one waiter, if there is one. */
  notifyOne(): void {
    this.#notify(1);
  }

  /** Wakes every waiter. */
  notifyAll(): void {
    this.#notify(Infinity);
  }

  /** The supervisor's part. Wakes every waiter. */
  threadExited(): void {
    this.#notify(Infinity);
  }

  #notify(count: number): void {
    Atomics.add(this.#sequence, 0, 1);
    Atomics.notify(this.#sequence, 0, count);
  }
}
