import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Profiler } from 'node:inspector';
import { registerAccounts, Seats } from './bench/community.ts';
import { runCommand } from './bench/command.ts';
import { startGenerator, type Figures } from './bench/generator.ts';
import { HELP, parseProfileArguments, type ProfileOptions } from './bench/profile/arguments.ts';
import { addUp, costsOf, type Cost } from './bench/profile/costs.ts';
import { cpuOfThreads } from './bench/profile/threads.ts';
import { number, table } from './bench/report/format.ts';
import { Skein } from './bench/skein.ts';
import type { RunningSystem } from './bench/system.ts';

// `pnpm bench:profile`: where the time of one load goes.

const ROOT = new URL('../../../', import.meta.url);
const FOLDER = join(import.meta.dirname, '../profiles');
const PRELOAD = new URL('./bench/profile/preload.ts', import.meta.url).href;
const WARM_UP_MS = 1_000;
const WRITING_MS = 30_000;

await runCommand({ name: 'bench:profile', help: HELP, parse: parseProfileArguments, run: main });

async function main({ load, measureMs, accounts, workers, top }: ProfileOptions): Promise<boolean> {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  process.stderr.write(`registering ${accounts} accounts\n`);
  await using community = await registerAccounts(accounts, () => {});
  await using seats = new Seats(community);
  const skein = new Skein(seats, {
    args: workers === undefined ? [] : ['--workers', String(workers)],
    env: { NODE_OPTIONS: `--import=${PRELOAD}`, BENCH_PROFILES: FOLDER },
  });
  await using server = await skein.start(load.shape);
  await using generator = await startGenerator(server);
  process.stderr.write(`profiling: ${load.title}\n`);
  const run = generator.run({ pace: load.pace, warmUpMs: WARM_UP_MS, measureMs });
  await sleep(WARM_UP_MS);
  const threads = await watchThreads(server, measureMs / 2);
  await profile(server, measureMs / 2);
  const figures = await run;
  await allWritten(server.pids[0]!);
  process.stdout.write(`${await report(figures, threads, top)}\n`);
  return true;
}

/** @returns what each thread took, in CPU seconds. Before the profilers start: they take some themselves. */
async function watchThreads({ pids }: RunningSystem, forMs: number): Promise<readonly (readonly [string, number])[]> {
  const pid = pids[0]!;
  const before = await cpuOfThreads(pid);
  await sleep(forMs);
  const after = await cpuOfThreads(pid);
  return [...after]
    .map(([name, seconds]) => [name, seconds - (before.get(name) ?? 0)] as const)
    .filter(([, seconds]) => seconds > 0.001)
    .sort(([, a], [, b]) => b - a);
}

async function profile({ pids }: RunningSystem, forMs: number): Promise<void> {
  process.kill(pids[0]!, 'SIGUSR2');
  await sleep(forMs);
  process.kill(pids[0]!, 'SIGUSR2');
}

/** Every thread that runs JavaScript writes one: the supervisor, the ledger, the background, and the hub workers. */
async function allWritten(pid: number): Promise<void> {
  const deadline = performance.now() + WRITING_MS;
  for (let seen = -1, count = 0; seen < 4 || seen !== count; await sleep(500)) {
    if (performance.now() > deadline) throw new Error(`process ${pid} did not write its profiles`);
    seen = count;
    count = (await readProfiles()).length;
  }
}

async function readProfiles(): Promise<{ thread: string; profile: Profiler.Profile }[]> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.cpuprofile'));
  const read = files.map(async (file) => {
    const text = await readFile(join(FOLDER, file), 'utf8');
    // A file that is still being written is no JSON yet.
    const profile = text.endsWith('}') ? (JSON.parse(text) as Profiler.Profile) : undefined;
    return profile ? [{ thread: file.replace('.cpuprofile', ''), profile }] : [];
  });
  return (await Promise.all(read)).flat();
}

async function report(figures: Figures, threads: readonly (readonly [string, number])[], top: number): Promise<string> {
  const deliveriesOfHalf = figures.deliveries / 2;
  const perDelivery = (microseconds: number): string => number(microseconds / deliveriesOfHalf);
  const profiles = await readProfiles();
  const costs = profiles.map(({ thread, profile }) => ({ thread, costs: costsOf(profile, ROOT.href) }));
  const all = costs.flatMap(({ thread, costs }) => costs.map((cost) => ({ thread, ...cost })));
  return [
    `${number(figures.deliveries / figures.seconds)} deliveries a second, ${number(figures.deliveries / figures.reads)} at a time.`,
    'CPU of each thread, µs a delivery, in the first half of the time, before the profilers started:',
    table([['thread', 'µs'], ...threads.map(([name, seconds]) => [name, perDelivery(seconds * 1e6)])]),
    'By group, µs a delivery by the clock (a ledger that waits for its disk counts as busy here, and not above):',
    table([
      ['group', 'all', ...costs.map(({ thread }) => thread)],
      ...addUp(all, ({ group }) => group).map(([group, sum]) => [
        group,
        perDelivery(sum),
        ...costs.map((one) => perDelivery(sumOf(one.costs.filter((cost) => cost.group === group)))),
      ]),
    ]),
    `The ${top} dearest functions, µs a delivery of their own:`,
    table([
      ['function', 'group', 'thread', 'µs'],
      ...[...all]
        .sort((a, b) => b.microseconds - a.microseconds)
        .slice(0, top)
        .map(({ name, group, thread, microseconds }) => [name, group, thread, perDelivery(microseconds)]),
    ]),
    `The profiles are in ${FOLDER}; Chrome's developer tools and speedscope open them.`,
  ].join('\n\n');
}

function sumOf(costs: readonly Cost[]): number {
  return costs.reduce((sum, { microseconds }) => sum + microseconds, 0);
}
