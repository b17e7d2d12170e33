import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seedForThisRun } from '../seeded-random.ts';
import { patched } from '../source-patches.ts';
import { plantedBugs } from './planted-bugs.ts';
import { scenarios } from './scenarios.ts';
import { stepThrough } from './stepper.ts';

const TIMEOUT = { timeout: 60_000 };
const RUNS = 400;
/** Many times as many as each planted bug needs. */
const RUNS_PER_BUG = 20_000;

/** Other seeds in every run of the tests; SEED=n runs those of another again. */
const SEED = seedForThisRun() % 2 ** 30;

function scenarioOf(name: string) {
  const scenario = scenarios.find((each) => each.name === name);
  assert.ok(scenario, `there is no scenario called ${name}`);
  return scenario;
}

for (const scenario of scenarios) {
  test(`${scenario.name} holds in ${RUNS} interleavings from SEED=${SEED} on`, TIMEOUT, async () => {
    const { failure, steps, deaths } = await stepThrough(scenario, { firstSeed: SEED, runs: RUNS });
    const again = `again: pnpm models:step --scenario ${scenario.name} --seed ${failure?.seed}`;
    assert.equal(failure, undefined, `${failure?.error}\n${again}`);
    assert.ok(steps > RUNS * 10, `${steps} steps are too few`);
    assert.ok(deaths > RUNS / 10, `${deaths} deaths are too few`);
  });
}

for (const bug of plantedBugs) {
  test(`stepping finds ${bug.name} (${bug.scenario})`, TIMEOUT, async (context) => {
    const options = { firstSeed: SEED, runs: RUNS_PER_BUG, bug: bug.name };
    const { failure } = await stepThrough(scenarioOf(bug.scenario), options);
    assert.ok(failure, `not found in ${RUNS_PER_BUG} interleavings from seed ${SEED} on`);
    context.diagnostic(`in interleaving ${failure.seed - SEED + 1}: ${failure.error.split('\n')[0]}`);
  });
}

test('a failing seed fails again alone, in the same steps', TIMEOUT, async () => {
  const bug = plantedBugs.find(({ scenario }) => scenario === 'broadcast-log')!;
  const scenario = scenarioOf(bug.scenario);
  const { failure } = await stepThrough(scenario, { firstSeed: SEED, runs: RUNS_PER_BUG, bug: bug.name });
  const alone = { firstSeed: failure!.seed, runs: 1, bug: bug.name, isTraced: true };
  const again = await stepThrough(scenario, alone);
  const onceMore = await stepThrough(scenario, alone);
  assert.deepEqual(again.failure, failure);
  assert.deepEqual(onceMore.trace, again.trace);
  assert.ok(again.trace.length > 10);
});

test('a patch that does not fit its source once is refused', () => {
  const bug = { name: 'no such', patches: [['const a', 'const b']] } as const;
  assert.throws(() => patched('let a', bug), /does not fit/);
  assert.throws(() => patched('const a; const a', bug), /does not fit/);
  assert.equal(patched('const a', bug), 'const b');
});
