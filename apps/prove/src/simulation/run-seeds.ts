import type { Outcome } from './run-seed.ts';
import type { SimulationPool } from './simulation-pool.ts';
import type { Figures } from './world.ts';

export interface SeedsOptions {
  readonly first: number;
  readonly count: number;
  /** Called after every seed with how many are done. */
  readonly onDone?: (done: number) => void;
}

export interface SeedsResult {
  /** Of all that were run. */
  readonly seeds: number;
  readonly figures: Figures;
  /** The first seed, in their order, of those that failed. */
  readonly failure: Outcome | undefined;
}

/** Runs seeds from `first` on until all are done or one fails. */
export async function runSeeds(pool: SimulationPool, { first, count, onDone }: SeedsOptions): Promise<SeedsResult> {
  const failures: Outcome[] = [];
  const figures: Figures = { steps: 0, messages: 0, crashes: 0, cuts: 0 };
  let seeds = 0;
  const runOne = async (seed: number): Promise<void> => {
    if (failures.length > 0) return;
    const outcome = await pool.run({ seed });
    for (const name of Object.keys(figures) as (keyof Figures)[]) figures[name] += outcome.figures[name];
    if (outcome.lies.length > 0) failures.push(outcome);
    seeds++;
    onDone?.(seeds);
  };
  let next = first;
  const runMany = async (): Promise<void> => {
    while (next < first + count && failures.length === 0) await runOne(next++);
  };
  await Promise.all(Array.from({ length: pool.threads }, runMany));
  return { seeds, figures, failure: failures.toSorted((left, right) => left.seed - right.seed)[0] };
}
