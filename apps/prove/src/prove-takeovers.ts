import { availableParallelism, loadavg } from 'node:os';
import { trials as serverTrials } from '@skein/server/trials';
import { type StormReport, type Takeover, takeoverStorm } from '@skein/shared-memory/testing/storms/storm';
import { trials } from '@skein/shared-memory/testing/storms/trials';
import { WAYS } from '@skein/shared-memory/testing/storms/ways';
import { counted, Findings, inMs, quantile } from './commands/figures.ts';
import { EXIT, readOptions, SEED } from './commands/options.ts';
import { Progress } from './commands/progress.ts';
import { randomFrom } from './random.ts';
import { ServerStorm, type Strike } from './takeovers/server-storm.ts';

// `pnpm prove:takeovers`: threads that die with a lock in their hands, first among threads of their own, then in a real server.

const TAKEN_WITHIN_MS = 100;

const options = readOptions({
  name: 'pnpm prove:takeovers',
  about: `Ends threads while they hold each lock there is, by terminate, by an uncaught error and by process.exit in turn. The
others have to take the lock over, find what it guards whole or declared lost, and go on; then the same in a real server,
with a chat on top whose every message is looked after.`,
  options: {
    kills: { fallback: 200, least: 0, help: 'deaths for each lock, at most 2000' },
    'server-kills': { fallback: 30, least: 0, help: 'deaths in a real server' },
    seed: SEED,
  },
});

const found = new Findings();
let done = 0;
let now = '';
const all = [...trials, ...serverTrials];
const total = all.length * options.kills + options['server-kills'];
console.log(`seed ${options.seed}`);
found.figure('machine', `${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)} at the start`);
{
  using _progress = new Progress(() => ({
    share: done / total,
    text: `${counted(done)} of ${counted(total)} died, ${now}`,
  }));
  for (const trial of options.kills > 0 ? all : []) {
    now = trial.name;
    const onKill = (): void => void done++;
    await takeoverStorm({ trial, kills: options.kills, seed: options.seed, onKill }).then(tellStorm, (error: unknown) =>
      found.unless(false, `${trial.name}: ${String(error)}`),
    );
  }
  now = 'in a real server';
  if (options['server-kills'] > 0) await stormServer();
}
console.log(String(found));
process.exitCode = found.isProven ? EXIT.proven : EXIT.refuted;

function tellStorm({ name, takeovers, tally }: StormReport): void {
  const became = String(tally) && `; ${String(tally)}`;
  found.figure(name, `${takeovers.length} died${became}`);
  for (const way of WAYS) {
    const deaths = takeovers.filter((takeover) => takeover.way === way);
    found.figure(`  ${way}`, timesOf(deaths));
  }
  const slowest = Math.max(0, ...takeovers.map(({ takenMs = 0 }) => takenMs));
  found.unless(
    slowest <= TAKEN_WITHIN_MS,
    `${name} was taken over after ${inMs(slowest)}, more than ${TAKEN_WITHIN_MS}`,
  );
}

function timesOf(takeovers: readonly Takeover[]): string {
  const taken = takeovers.flatMap(({ takenMs }) => takenMs ?? []);
  const wentOn = spread(takeovers.map(({ allWentOnMs }) => allWentOnMs));
  return taken.length > 0
    ? `taken over after ${spread(taken)}; all went on after ${wentOn}`
    : `all went on after ${wentOn}`;
}

async function stormServer(): Promise<void> {
  await using storm = await ServerStorm.begin(randomFrom(options.seed));
  const strikes = await storm
    .strikes(options['server-kills'], () => void done++)
    .catch((error: unknown) => {
      found.unless(false, `in a real server: ${String(error)}`);
      return [];
    });
  found.figure('a real server', `${strikes.length} threads died, ${counted(storm.lines)} messages, all in their place`);
  const kinds = Map.groupBy(
    strikes,
    ({ threads, table }) => `  ${threads === 'hub' ? 'hub worker' : 'ledger'}, ${table}`,
  );
  for (const [kind, deaths] of kinds) tellStrikes(kind, deaths);
}

function tellStrikes(kind: string, strikes: readonly Strike[]): void {
  const freed = strikes.map(({ freedMs }) => freedMs);
  const taken = spread(strikes.flatMap(({ takenMs }) => takenMs ?? []));
  const goesOn = spread(strikes.map(({ goesOnMs }) => goesOnMs));
  found.figure(
    kind,
    `${strikes.length} died; free to take after ${spread(freed)}; taken after ${taken}; every client answered after ${goesOn}`,
  );
  const slowest = Math.max(...freed);
  found.unless(slowest <= TAKEN_WITHIN_MS, `${kind}: free after ${inMs(slowest)}, more than ${TAKEN_WITHIN_MS}`);
}

/** At the median and at most. */
function spread(times: readonly number[]): string {
  return `${inMs(quantile(times, 0.5))}, at most ${inMs(Math.max(0, ...times))}`;
}
