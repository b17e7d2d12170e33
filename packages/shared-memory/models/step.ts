import { parseArgs } from 'node:util';
import { plantedBugs } from '../src/testing/stepping/planted-bugs.ts';
import type { Scenario } from '../src/testing/stepping/scenario.ts';
import { seedForThisRun } from '../src/testing/seeded-random.ts';
import { scenarios } from '../src/testing/stepping/scenarios.ts';
import { stepThrough } from '../src/testing/stepping/stepper.ts';

// pnpm models:step [--seeds N] [--seed S] [--scenario NAME] [--bug NAME]
//
// Steps the real sources through N interleavings of each scenario, from a random seed or from S on. --seed alone runs that
// one again and prints its last steps: number, thread, what it did, and where. Ends with 1 if one fails.

const LINES = 60;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    seed: { type: 'string' },
    scenario: { type: 'string' },
    bug: { type: 'string' },
  },
});

const bug = plantedBugs.find(({ name }) => name === values.bug);
if (values.bug !== undefined && !bug)
  usage(`the planted bugs are:\n  ${plantedBugs.map(({ name }) => name).join('\n  ')}`);
const only = values.scenario ?? bug?.scenario;
const chosen = scenarios.filter(({ name }) => only === undefined || name === only);
if (chosen.length === 0) usage(`the scenarios are: ${scenarios.map(({ name }) => name).join(', ')}`);

const isReplay = values.seed !== undefined && values.seeds === undefined;
const firstSeed = wholeNumber('seed', values.seed) ?? seedForThisRun() % 2 ** 30;
const runs = isReplay ? 1 : (wholeNumber('seeds', values.seeds) ?? 5_000);
for (const scenario of chosen) await step(scenario);

async function step(scenario: Scenario): Promise<void> {
  const startedAt = performance.now();
  const { failure, steps, deaths, trace } = await stepThrough(scenario, {
    firstSeed,
    runs,
    isTraced: isReplay,
    ...planted(),
  });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  const count = `${runs} from seed ${firstSeed} on`;
  if (isReplay) console.log(trace.slice(-LINES).join('\n'));
  if (!failure)
    return console.log(`${scenario.name}: ${count}, ${steps} steps, ${deaths} deaths, ${seconds} s: all hold`);
  const again = `--scenario ${scenario.name} --seed ${failure.seed}${bug ? ` --bug '${bug.name}'` : ''}`;
  console.log(`${scenario.name}: seed ${failure.seed} fails\n${failure.error}\nagain: pnpm models:step ${again}`);
  process.exitCode = 1;
}

function planted() {
  return bug ? { bug: bug.name } : {};
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  const number = text === undefined ? undefined : Number(text);
  if (number !== undefined && !(Number.isInteger(number) && number >= 0 && number <= 2 ** 30))
    usage(`--${name} takes a whole number up to 2^30`);
  return number;
}

function usage(problem: string): never {
  console.error(problem);
  process.exit(1);
}
