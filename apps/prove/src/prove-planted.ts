import { availableParallelism } from 'node:os';
import { counted } from './commands/figures.ts';
import { EXIT, readOptions, SEED } from './commands/options.ts';
import { Progress } from './commands/progress.ts';
import { plantedBugs } from './simulation/planted-bugs.ts';
import { STEPS } from './simulation/run-seed.ts';
import { runSeeds, type SeedsResult } from './simulation/run-seeds.ts';
import { SimulationPool } from './simulation/simulation-pool.ts';

// `pnpm prove:planted`: does the simulation find what it is there to find?

const options = readOptions({
  name: 'pnpm prove:planted',
  about: `Makes ten mistakes in the product, one at a time, by replacing text in what a thread loads, and runs the simulation until it
finds each. The product has no switch for any of them; a replacement that no longer fits its source fails.`,
  options: {
    seeds: { fallback: 2_000, least: 1, help: 'how many stories are tried for each' },
    seed: SEED,
    threads: { fallback: availableParallelism(), least: 1, help: 'how many at a time' },
  },
});

const { seeds: count, seed: first, threads } = options;
console.log(`seed ${first}`);
let isProven = true;
await look('no mistake at all', undefined, Math.min(count, 200));
for (const { name } of plantedBugs) await look(name, name, count);
process.exitCode = isProven ? EXIT.proven : EXIT.refuted;

/** Looks for what `bug` does; without one, nothing may be found. */
async function look(what: string, bug: string | undefined, seeds: number): Promise<void> {
  await using pool = new SimulationPool({ threads, ...(bug === undefined ? {} : { bug }) });
  let done = 0;
  const result = await (async () => {
    using _progress = new Progress(() => ({ share: done / seeds, text: `${what}: ${counted(done)} seeds` }));
    return await runSeeds(pool, { first, count: seeds, onDone: (seeds) => (done = seeds) });
  })();
  const isAsItShould = (bug === undefined) === (result.failure === undefined);
  isProven &&= isAsItShould;
  console.log(`${isAsItShould ? '✓' : '✗'} ${what}: ${toldOf(result)}`);
}

function toldOf({ failure, seeds, figures }: SeedsResult): string {
  if (!failure) return `nothing found in ${counted(seeds)} seeds, ${counted(figures.steps)} steps`;
  const steps = (failure.seed - first + 1) * STEPS;
  return `caught by the simulation at seed ${failure.seed}, after ${counted(steps)} steps\n    ${failure.lies[0]}`;
}
