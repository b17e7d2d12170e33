import type { BoundsOf } from '../tasks.ts';

/** Kinds of the tests' own. */
export interface TestTasks {
  double: { ask: { number: number }; answer: number };
  /** Is answered when the test says so. */
  wait: { ask: { name: string; account?: string }; answer: string };
}

export const TEST_BOUNDS: BoundsOf<TestTasks> = {
  double: { inFlight: 8, atOnce: 8, timeoutMs: 60_000 },
  wait: { inFlight: 4, ofOneAccount: 3, atOnce: 2, timeoutMs: 60_000 },
};
