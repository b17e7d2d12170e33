// Lets a thread die while it holds a lock, at a step of the real code, which knows nothing of it. Every call of Atomics on the
// memory under trial is a step. Who takes a lock here writes its own thread id into a word that said something else; the lock
// is held for as long as the word says so.

const STEPS = ['store', 'exchange', 'compareExchange', 'add', 'or', 'and', 'notify'] as const;
// As in mutex.ts.
const OWNER = 0xffff;
const ORPHANED = 0x2_0000;
const LOST = -1;

const { load } = Atomics;

/** The word of the lock that a thread holds. */
export interface HeldWord {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly index: number;
}

export interface DeadlyAtomicsOptions {
  readonly threadId: number;
  /** The memory under trial: calls on other memory are no steps. */
  readonly buffers: readonly SharedArrayBuffer[];
  /** Steps count also while nothing is held. */
  readonly isLockless: boolean;
  /** Asked at each step. */
  readonly isTime: (held: HeldWord | undefined) => boolean;
  /** Ends the thread, or throws. */
  readonly die: (held: HeldWord | undefined) => void;
}

/** Replaces this thread's Atomics for good. @returns a step to be put between plain writes */
export function makeAtomicsDeadly({ threadId, buffers, isLockless, isTime, die }: DeadlyAtomicsOptions): () => void {
  let held: HeldWord | undefined;
  let isDying = false;

  const step = (): void => {
    if (held && !names(held, threadId)) held = undefined;
    if (!held && !isLockless) return;
    // Whoever dies of an error must not let go of anything while the stack unwinds.
    isDying ||= isTime(held);
    if (isDying) die(held);
  };

  const atomics = Atomics as unknown as Record<string, (words: Int32Array, ...rest: number[]) => number>;
  for (const name of STEPS) {
    const original = atomics[name]!;
    atomics[name] = (words, ...rest) => {
      if (!isUnderTrial(words)) return original(words, ...rest);
      step();
      const result = original(words, ...rest);
      const [index, expected, replacement] = rest;
      if (name === 'compareExchange' && result === expected && replacement === threadId) {
        held = { words, index: index! };
        step();
      }
      return result;
    };
  }
  return step;

  function isUnderTrial(words: Int32Array): words is Int32Array<SharedArrayBuffer> {
    return buffers.includes(words.buffer as SharedArrayBuffer);
  }
}

/** Whether the lock still names this owner. */
export function names({ words, index }: HeldWord, threadId: number): boolean {
  const word = load(words, index);
  return word !== LOST && (word & OWNER) === threadId;
}

/** Whether the lock names this owner, and nobody else may take it. */
export function isHeldBy(held: HeldWord, threadId: number): boolean {
  return names(held, threadId) && (load(held.words, held.index) & ORPHANED) === 0;
}

/** Every shared buffer in what threads are given, in an order that is the same for all of them. */
export function buffersIn(memory: unknown): readonly SharedArrayBuffer[] {
  if (memory instanceof SharedArrayBuffer) return [memory];
  if (typeof memory !== 'object' || memory === null) return [];
  return Object.values(memory).flatMap(buffersIn);
}
