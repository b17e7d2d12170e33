import { availableParallelism } from 'node:os';
import { counted, Findings } from './commands/figures.ts';
import { EXIT, readOptions, SEED } from './commands/options.ts';
import { Progress } from './commands/progress.ts';
import type { Outcome } from './simulation/run-seed.ts';
import { runSeeds } from './simulation/run-seeds.ts';
import { shrink } from './simulation/shrink.ts';
import { SimulationPool } from './simulation/simulation-pool.ts';

// `pnpm prove:simulation`: clients, hub workers, ledger and network in one thread, by a time of their own.

const options = readOptions({
  name: 'pnpm prove:simulation',
  about: `Runs clients, hub workers and the ledger, as they are, over a simulated network, disk and clock: delays, cuts, half-open
connections, slow readers, crashes of hub worker, ledger and process. Each seed is another story of 300 steps, and the same
story whenever it is run. In the end what people saw is compared with what the store says.`,
  options: {
    seeds: { fallback: 10_000, least: 1, help: 'how many stories' },
    from: SEED,
    seed: { fallback: Number.NaN, least: 0, help: 'runs this one alone, and tells its story' },
    threads: { fallback: availableParallelism(), least: 1, help: 'how many at a time' },
  },
});

await using pool = new SimulationPool({ threads: options.threads });
const isProven = Number.isNaN(options.seed) ? await proveAll() : await tellOne(options.seed);
process.exitCode = isProven ? EXIT.proven : EXIT.refuted;

async function proveAll(): Promise<boolean> {
  const { seeds: count, from: first } = options;
  const startedAt = performance.now();
  let done = 0;
  const result = await withProgress(
    () => ({ share: done / count, text: `${counted(done)} of ${counted(count)} seeds from ${first} on` }),
    () => runSeeds(pool, { first, count, onDone: (seeds) => (done = seeds) }),
  );
  const { figures, failure } = result;
  const found = new Findings();
  found.figure('seeds', `${counted(result.seeds)} from ${first} on, on ${options.threads} threads`);
  for (const [what, figure] of Object.entries(figures)) found.figure(what, counted(figure));
  found.figure('seconds', ((performance.now() - startedAt) / 1_000).toFixed(1));
  found.unless(!failure, `seed ${failure?.seed}`);
  console.log(String(found));
  if (failure) await tellShortest(failure);
  return found.isProven;
}

async function tellShortest(failure: Outcome): Promise<void> {
  console.log(`\n${failure.lies.join('\n')}`);
  const shortest = await withProgress(
    () => ({ share: 0, text: 'looking for a shorter story' }),
    () => shrink(pool, failure),
  );
  console.log(`\nThe shortest story found, of ${shortest.figures.steps} steps:\n`);
  tell(shortest);
  console.log(`\nThe whole of it: pnpm prove:simulation --seed ${failure.seed}`);
}

async function tellOne(seed: number): Promise<boolean> {
  const outcome = await pool.run({ seed, isTold: true });
  tell(outcome);
  return outcome.lies.length === 0;
}

function tell({ history, lies, figures }: Outcome): void {
  console.log(history.join('\n'));
  console.log(lies.length === 0 ? `\n${figures.steps} steps, and no lie` : `\n${lies.join('\n')}`);
}

async function withProgress<T>(look: ConstructorParameters<typeof Progress>[0], work: () => Promise<T>): Promise<T> {
  using _progress = new Progress(look);
  return await work();
}
