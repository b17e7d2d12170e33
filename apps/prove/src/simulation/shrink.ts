import { STEPS, type Outcome } from './run-seed.ts';
import type { SimulationPool } from './simulation-pool.ts';

/** So many runs, and no more, are spent on making a history shorter. */
const RUNS_AT_MOST = 400;

/**
 * The shortest history, by leaving out steps, that still ends in a lie: first halves of the steps, then smaller and smaller
 * parts (delta debugging; Zeller and Hildebrandt 2002). Another lie than the first will do.
 */
export async function shrink(pool: SimulationPool, { seed }: Pick<Outcome, 'seed'>): Promise<Outcome> {
  let steps = Array.from({ length: STEPS }, (_, step) => step);
  let runs = 0;
  const failsWith = async (kept: readonly number[]): Promise<boolean> => {
    runs++;
    return (await pool.run({ seed, steps: new Set(kept) })).lies.length > 0;
  };
  for (let parts = 2; parts <= steps.length && runs < RUNS_AT_MOST;) {
    const without = await firstThat(withoutEach(steps, parts), failsWith);
    if (without) {
      steps = without;
      parts = Math.max(2, parts - 1);
    } else {
      if (parts === steps.length) break;
      parts = Math.min(steps.length, parts * 2);
    }
  }
  return pool.run({ seed, steps: new Set(steps), isTold: true });
}

/** The steps without the last part, then without the one before, and so on: what comes last is needed least. */
function* withoutEach(steps: readonly number[], parts: number): Iterable<number[]> {
  const size = Math.ceil(steps.length / parts);
  for (let start = steps.length - size; start > -size; start -= size) {
    yield [...steps.slice(0, Math.max(0, start)), ...steps.slice(start + size)];
  }
}

async function firstThat<T>(items: Iterable<T>, isIt: (item: T) => Promise<boolean>): Promise<T | undefined> {
  for (const item of items) if (await isIt(item)) return item;
  return undefined;
}
