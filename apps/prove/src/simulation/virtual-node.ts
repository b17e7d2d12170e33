import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { VirtualLoop, type Task, type VirtualThread } from './virtual-loop.ts';

// Node's clocks, timers, chance and waiting, as the simulated world has them. They are replaced for this whole thread, so
// that the product's sources run as they are. To be done before they are loaded: some take what they need by name.

interface Waiter {
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  readonly thread: VirtualThread;
  readonly wake: (outcome: 'ok' | 'timed-out') => void;
  timer: Task | undefined;
}

type AsyncWait = ReturnType<typeof Atomics.waitAsync>;

/** How long a thread takes to wake another. */
const WAKE_MS = 0.3;

/** One in which nothing happens, for what modules ask for while they are loaded. */
let loop = new VirtualLoop(0, () => undefined);
let waiters = new Set<Waiter>();

/** From now on this thread's time is that of `next`. */
export function liveIn(next: VirtualLoop): void {
  loop = next;
  waiters = new Set();
}

export function replaceNode(): void {
  Object.assign(globalThis, {
    setImmediate: (callback: () => void) => loop.runNextTurn(callback),
    clearImmediate: cancel,
    setTimeout: (callback: () => void, delayMs = 0) => loop.run(loop.current, callback, delayMs + loop.someMs(1)),
    clearTimeout: cancel,
    setInterval: every,
    clearInterval: cancel,
  });
  Object.assign(timers, {
    setImmediate: () => new Promise<void>((resolve) => loop.runNextTurn(resolve)),
    setTimeout: (delayMs: number) => loop.sleep(delayMs),
  });
  Object.assign(crypto, { randomBytes: (size: number) => Buffer.from(loop.random.bytes(new Uint8Array(size))) });
  syncBuiltinESMExports();
  Date.now = () => loop.clockOf(loop.current.machine);
  performance.now = () => loop.now;
  Math.random = () => loop.random.fraction();
  Object.assign(Atomics, { wait, waitAsync, notify });
}

function cancel(task: Task | undefined): void {
  if (task) task.isCancelled = true;
}

/** What is given back stays the same, and is what cancels. */
function every(callback: () => void, intervalMs: number): { isCancelled: boolean; unref(): void } {
  const interval = { isCancelled: false, unref: () => undefined };
  const { current } = loop;
  const again = (): void => {
    loop.run(current, () => !interval.isCancelled && (again(), callback()), intervalMs);
  };
  again();
  return interval;
}

function wait(): never {
  throw new Error('a thread would wait for ever: all are one here');
}

function waitAsync(words: Int32Array, index: number, value: number, timeoutMs = Infinity): AsyncWait {
  if (Atomics.load(words, index) !== value) return { async: false, value: 'not-equal' };
  const { promise, resolve } = Promise.withResolvers<'ok' | 'timed-out'>();
  const thread = loop.current;
  const waiter: Waiter = { ...placeOf(words, index), thread, timer: undefined, wake: resolve };
  waiters.add(waiter);
  const timedOut = () => waiters.delete(waiter) && resolve('timed-out');
  if (timeoutMs !== Infinity) waiter.timer = loop.run(thread, timedOut, timeoutMs);
  return { async: true, value: promise };
}

function notify(words: Int32Array, index: number, count = Infinity): number {
  const { buffer, byteOffset } = placeOf(words, index);
  let woken = 0;
  for (const waiter of waiters) {
    if (woken >= count) break;
    if (waiter.thread.isDead) waiters.delete(waiter);
    else if (waiter.buffer === buffer && waiter.byteOffset === byteOffset) {
      waiters.delete(waiter);
      cancel(waiter.timer);
      loop.run(waiter.thread, () => waiter.wake('ok'), loop.someMs(WAKE_MS));
      woken++;
    }
  }
  return woken;
}

function placeOf({ buffer, byteOffset }: Int32Array, index: number) {
  return { buffer, byteOffset: byteOffset + index * Int32Array.BYTES_PER_ELEMENT };
}
