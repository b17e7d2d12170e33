import type { ExitListener } from '../../exit-registry.ts';
import type { Layout } from '../../layout.ts';
import type { SeededRandom } from '../seeded-random.ts';

/** What the body of a virtual thread can do besides using the code under test. */
export interface Self {
  /** From 1 on; never the same as another's. */
  readonly threadId: number;
  /** Of this thread and run alone. */
  readonly random: SeededRandom;
  /** To be called before the body itself reads or writes shared memory. */
  step(): void;
  /** Blocks until one of the threads has died and its exit was announced; undefined when all of them have finished. */
  awaitDeathOf(...threads: readonly number[]): number | undefined;
}

export type Body<Memory> = (memory: Memory, self: Self) => void | Promise<void>;

/** Virtual threads that use one primitive. What goes wrong throws, in a body or in the end. */
export interface Scenario<Memory = unknown> {
  readonly name: string;
  readonly layout: Layout<unknown> & { view(buffer: SharedArrayBuffer): Memory };
  /** Two or three. They may die; the supervisor is thread 0 and stands beside them. */
  readonly bodies: readonly Body<Memory>[];
  /** Fills memory, which is all zeros, before a run. */
  readonly setUp?: (memory: Memory, random: SeededRandom) => void;
  /** What the supervisor tells of every death. */
  readonly listeners: (memory: Memory, self: Self) => readonly ExitListener[];
  /** Called by the supervisor before it announces a death. */
  readonly beforeExit?: (memory: Memory, thread: number) => void;
  /** Is it right that this thread waits for ever? Not without this. Must not take a step, so use no Atomics. */
  readonly mayStayAsleep?: (memory: Memory, thread: number) => boolean;
  /** Looks at what all have left behind. */
  readonly check: (memory: Memory, self: Self, dead: readonly number[]) => void;
}

export function defineScenario<Memory>(scenario: Scenario<Memory>): Scenario {
  return scenario as Scenario;
}
