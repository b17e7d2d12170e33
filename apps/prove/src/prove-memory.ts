import { availableParallelism, loadavg } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { counted, Findings, inMs, quantile } from './commands/figures.ts';
import { EXIT, readOptions } from './commands/options.ts';
import { Progress } from './commands/progress.ts';
import { type Ending, MemoryTrial, type Victim } from './memory/memory-trial.ts';

// `pnpm prove:memory`: a real server under its launcher, whose threads run out of memory while a chat goes on.

const READY_WITHIN_MS = 2_000;
const VICTIMS: readonly Victim[] = ['hub worker', 'ledger', 'main thread'];
/** The launcher pauses after more than five crashes in a minute, and the supervisor gives up on a ledger. */
const LEAST_ROUND_MS = 12_500;

const options = readOptions({
  name: 'pnpm prove:memory',
  about: `Lets a hub worker outgrow its soft limit, which has to be replaced in time, and then a hub worker, the ledger and the main
thread run out of memory, whether or not that takes the whole process: the server has to be ready again within ${inMs(READY_WITHIN_MS)},
every client to go on, and nothing acknowledged to be missing.`,
  options: { rounds: { fallback: 3, least: 1, help: 'how often all of it' } },
});

const found = new Findings();
const replacedMs: number[] = [];
const endings: Ending[] = [];
const total = options.rounds * (1 + VICTIMS.length);
const load = loadavg()[0]!;
found.figure('machine', `${availableParallelism()} cores, load ${load.toFixed(1)} at the start`);
await using trial = await MemoryTrial.begin({ hasRunBefore: true });
{
  using _progress = new Progress(() => {
    const done = replacedMs.length + endings.length;
    return { share: done / total, text: `${done} of ${total} have run out, ${counted(trial.lines)} messages` };
  });
  for (let round = 0; round < options.rounds; round++) {
    const pause = setTimeout(LEAST_ROUND_MS);
    replacedMs.push(await trial.outgrows());
    for (const victim of VICTIMS) endings.push(await trial.runsOut(victim));
    if (round < options.rounds - 1) await pause;
  }
  await trial.ends().catch((error: unknown) => found.unless(false, String(error)));
}
found.figure('messages', `${counted(trial.lines)}, all in their place`);
found.figure('above the soft limit', `${replacedMs.length} hub workers replaced after ${spread(replacedMs)}`);
for (const victim of VICTIMS) tellOf(victim);
console.log(String(found));
process.exitCode = found.isProven ? EXIT.proven : EXIT.refuted;

function tellOf(victim: Victim): void {
  const own = endings.filter((ending) => ending.victim === victim);
  const ready = own.map(({ readyMs }) => readyMs);
  const resumed = own.map(({ resumedMs }) => resumedMs);
  const processes = own.filter(({ took }) => took === 'process').length;
  found.figure(
    `${victim} out of memory`,
    `${own.length} times, ${processes} with the process; ready after ${spread(ready)}; every client answered after ${spread(resumed)}`,
  );
  const slowest = Math.max(...ready);
  found.unless(slowest <= READY_WITHIN_MS, `after the ${victim} the server was ready after ${inMs(slowest)}`);
}

/** At the median and at most. */
function spread(times: readonly number[]): string {
  return `${inMs(quantile(times, 0.5))}, at most ${inMs(Math.max(...times))}`;
}
