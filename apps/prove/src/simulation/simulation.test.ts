import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test, type TestContext } from 'node:test';
import { plantedBugs } from './planted-bugs.ts';
import { STEPS } from './run-seed.ts';
import { runSeeds } from './run-seeds.ts';
import { shrink } from './shrink.ts';
import { SimulationPool } from './simulation-pool.ts';

const SEEDS = 200;
/** Many times as many as a planted bug needs. */
const SEEDS_PER_BUG = 1_500;
/** Other seeds in every run of the tests; SEED=n runs those of another again. */
const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const threads = Math.min(2, availableParallelism());

function seedOf(context: TestContext): number {
  context.diagnostic(`SEED=${SEED}`);
  return SEED;
}

test(`whatever happens to clients, network, disk and server, ${SEEDS} seeds tell no lie`, async (context) => {
  await using pool = new SimulationPool({ threads });
  const { failure, figures } = await runSeeds(pool, { first: seedOf(context), count: SEEDS });
  const again = `again: pnpm prove:simulation --seed ${failure?.seed}`;
  assert.equal(failure, undefined, `${failure?.lies.join('\n')}\n${again}`);
  assert.equal(figures.steps, SEEDS * STEPS);
  assert.ok(figures.crashes >= SEEDS && figures.cuts >= 2 * SEEDS, 'every seed has a crash and two cuts');
});

test('a seed tells the same story whenever it is run', async (context) => {
  await using pool = new SimulationPool({ threads });
  const seed = seedOf(context);
  const [first, again] = await Promise.all([pool.run({ seed, isTold: true }), pool.run({ seed, isTold: true })]);
  const later = await pool.run({ seed, isTold: true });
  assert.ok(first.history.length > STEPS);
  assert.deepEqual(again.history, first.history);
  assert.deepEqual(later.history, first.history);
});

for (const { name } of plantedBugs) {
  test(`the simulation finds: ${name}`, async (context) => {
    await using pool = new SimulationPool({ threads, bug: name });
    const first = seedOf(context);
    const { failure } = await runSeeds(pool, { first, count: SEEDS_PER_BUG });
    assert.ok(failure, `not found in ${SEEDS_PER_BUG} seeds from ${first} on`);
    context.diagnostic(`after ${failure.seed - first + 1} seeds: ${failure.lies[0]?.split('\n')[0]}`);
  });
}

test('a story that ends in a lie is made shorter, and still ends in one', async (context) => {
  await using pool = new SimulationPool({ threads, bug: 'lost dedupe on restart' });
  const { failure } = await runSeeds(pool, { first: seedOf(context), count: SEEDS_PER_BUG });
  const shortest = await shrink(pool, failure!);
  assert.ok(shortest.lies.length > 0);
  assert.ok(shortest.figures.steps < STEPS / 2, `${shortest.figures.steps} steps are still many`);
});

test('a bug that does not fit its source any more fails', async () => {
  await using pool = new SimulationPool({ threads: 1, bug: 'no such bug' });
  await assert.rejects(pool.run({ seed: 1 }), /no planted bug/);
});
