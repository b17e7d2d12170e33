import type { SharedWords } from '../../layout.ts';
import { OUTCOME, type Baton } from './baton.ts';
import { unwrapped } from './stepped-words.ts';

type Operation = 'load' | 'store' | 'add' | 'sub' | 'and' | 'or' | 'xor' | 'exchange' | 'compareExchange';
const OPERATIONS = ['load', 'store', 'add', 'sub', 'and', 'or', 'xor', 'exchange', 'compareExchange'] as const;

type Waited = 'ok' | 'not-equal' | 'timed-out';

export interface FakeAtomicsOptions {
  readonly baton: Baton;
  /** Memory that others see; on any other memory, nothing is a step. */
  readonly memory: SharedArrayBuffer;
  readonly trace: (what: string) => void;
}

/**
 * Atomics whose every call is a step: others may run before it, or this thread may end there. It does to memory what the
 * real one does; only who waits and who is woken is the baton's.
 */
export function fakeAtomics({ baton, memory, trace }: FakeAtomicsOptions): typeof Atomics {
  const real = globalThis.Atomics;

  function operation(name: Operation) {
    const call = real[name] as (words: Int32Array, index: number, ...values: number[]) => number;
    return (given: SharedWords, index: number, ...values: number[]): number => {
      const words = unwrapped(given);
      if (words.buffer !== memory) return call(words, index, ...values);
      if (name !== 'load') baton.setSpinning(false);
      baton.step();
      const result = call(words, index, ...values);
      trace(`${name} @${addressOf(words, index)}${values.map((value) => ` ${value}`).join('')} → ${result}`);
      return result;
    };
  }

  /** Looks and lies down in one step, as the real one. */
  function lieDown(words: SharedWords, index: number, value: number, timeoutMs: number): boolean {
    baton.setSpinning(false);
    baton.step();
    const isEqual = real.load(words, index) === value;
    trace(`wait @${addressOf(words, index)} while ${value}${isEqual ? '' : ': it is not'}`);
    if (isEqual) baton.register(addressOf(words, index), timeoutMs !== Infinity);
    return isEqual;
  }

  function awaken(): Waited {
    return baton.awaitOutcome() === OUTCOME.ok ? 'ok' : 'timed-out';
  }

  const fake = {
    ...Object.fromEntries(OPERATIONS.map((name) => [name, operation(name)])),
    wait(words: SharedWords, index: number, value: number, timeoutMs = Infinity): Waited {
      return lieDown(words, index, value, timeoutMs) ? awaken() : 'not-equal';
    },
    waitAsync(words: SharedWords, index: number, value: number, timeoutMs = Infinity) {
      if (!lieDown(words, index, value, timeoutMs)) return { async: false, value: 'not-equal' };
      return {
        async: true,
        // The thread has nothing else to do, so it blocks here, where it is about to await.
        get value() {
          return Promise.resolve(awaken());
        },
      };
    },
    notify(words: SharedWords, index: number, count = Infinity): number {
      baton.setSpinning(false);
      baton.step();
      const woken = baton.wake(addressOf(words, index), count);
      trace(`notify @${addressOf(words, index)} → ${woken}`);
      return woken;
    },
    pause: () => {
      baton.setSpinning(true);
      baton.step();
    },
    isLockFree: () => true,
  };
  return fake as unknown as typeof Atomics;
}

function addressOf(words: SharedWords, index: number): number {
  return words.byteOffset + index * 4;
}
