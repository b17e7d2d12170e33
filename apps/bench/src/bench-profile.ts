import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Profiler } from 'node:inspector';
import { registerAccounts } from './bench/community.ts';
import { startGenerator, type Figures } from './bench/generator.ts';
import { LOADS } from './bench/loads.ts';
import { addUp, costsOf, type Cost } from './bench/profile/costs.ts';
import { cpuOfThreads } from './bench/profile/threads.ts';
import { number, table } from './bench/report/format.ts';
import { cpuPerDelivery } from './bench/results.ts';
import { Skein } from './bench/skein.ts';
import type { RunningSystem } from './bench/system.ts';

// `pnpm bench:profile [--load KEY] [--measure MS] [--accounts N] [--workers N] [--top N]`: where the time of one load goes.

const ROOT = new URL('../../../', import.meta.url);
const FOLDER = join(import.meta.dirname, '../profiles');
const PRELOAD = new URL('./bench/profile/preload.ts', import.meta.url).href;
const WARM_UP_MS = 1_000;
const WRITING_MS = 30_000;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg, index) => arg !== '--' || index > 0),
  options: {
    load: { type: 'string', default: 'one' },
    measure: { type: 'string', default: '3000' },
    accounts: { type: 'string', default: '200' },
    workers: { type: 'string' },
    top: { type: 'string', default: '25' },
  },
});
const load = LOADS.find(({ key }) => key === values.load);
if (load) await main(load);
else {
  process.stderr.write(`bench: there is no load ${values.load}; there are ${LOADS.map(({ key }) => key).join(', ')}\n`);
  process.exitCode = 2;
}

async function main({ title, shape, pace }: (typeof LOADS)[number]): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  process.stderr.write(`registering ${values.accounts} accounts\n`);
  await using community = await registerAccounts(Number(values.accounts), () => {});
  await using skein = new Skein(community, {
    args: values.workers === undefined ? [] : ['--workers', values.workers],
    env: { NODE_OPTIONS: `--import=${PRELOAD}`, BENCH_PROFILES: FOLDER },
  });
  await using server = await skein.start(shape);
  await using generator = await startGenerator(server);
  process.stderr.write(`profiling: ${title}\n`);
  const measureMs = Number(values.measure);
  const run = generator.run({ pace, warmUpMs: WARM_UP_MS, measureMs });
  const threads = await profile(server, measureMs);
  const figures = await run;
  await allWritten(server.pids[0]!);
  process.stdout.write(`${await report(figures, threads)}\n`);
}

/** Profiles for as long as is measured. @returns what each thread took meanwhile, in CPU seconds */
async function profile({ pids }: RunningSystem, measureMs: number): Promise<readonly (readonly [string, number])[]> {
  const pid = pids[0]!;
  await sleep(WARM_UP_MS);
  process.kill(pid, 'SIGUSR2');
  const before = await cpuOfThreads(pid);
  await sleep(measureMs);
  const after = await cpuOfThreads(pid);
  process.kill(pid, 'SIGUSR2');
  return [...after]
    .map(([name, seconds]) => [name, seconds - (before.get(name) ?? 0)] as const)
    .filter(([, seconds]) => seconds > 0.01)
    .sort(([, a], [, b]) => b - a);
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

async function report(figures: Figures, threads: readonly (readonly [string, number])[]): Promise<string> {
  const perDelivery = (microseconds: number): string => number(microseconds / figures.deliveries);
  const profiles = await readProfiles();
  const costs = profiles.map(({ thread, profile }) => ({ thread, costs: costsOf(profile, ROOT.href) }));
  const all = costs.flatMap(({ thread, costs }) => costs.map((cost) => ({ thread, ...cost })));
  return [
    `${number(figures.deliveries / figures.seconds)} deliveries a second, ${number(cpuPerDelivery(figures))} µs of CPU each (profiled, so dearer than otherwise).`,
    'CPU of each thread, µs a delivery:',
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
    `The ${values.top} dearest functions, µs a delivery of their own:`,
    table([
      ['function', 'group', 'thread', 'µs'],
      ...[...all]
        .sort((a, b) => b.microseconds - a.microseconds)
        .slice(0, Number(values.top))
        .map(({ name, group, thread, microseconds }) => [name, group, thread, perDelivery(microseconds)]),
    ]),
    `The profiles are in ${FOLDER}; Chrome's developer tools and speedscope open them.`,
  ].join('\n\n');
}

function sumOf(costs: readonly Cost[]): number {
  return costs.reduce((sum, { microseconds }) => sum + microseconds, 0);
}
