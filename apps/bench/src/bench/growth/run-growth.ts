import { registerAccounts, Seats } from '../community.ts';
import type { ProgressOutput } from '../../crowd/progress.ts';
import { describeMachine, loadOfLastMinute, openFilesAtMost } from '../machine.ts';
import { measure } from '../measure.ts';
import { Progress, showAccounts } from '../progress.ts';
import type { Measurement } from '../results.ts';
import { Skein } from '../skein.ts';
import { attempt, rotated } from '../turns.ts';
import type { GrowthOptions } from './arguments.ts';
import { pointsOf, type Point } from './points.ts';
import type { GrowthResults } from './results.ts';

/** What a process has open beside its clients: databases, logs, what Node itself needs. */
const FILES_BESIDE = 200;

/** Measures every point on a fresh server, round after round, and those taken once after that. */
export async function runGrowth(options: GrowthOptions, output: ProgressOutput): Promise<GrowthResults> {
  const [machine, loadBefore] = [await describeMachine(), loadOfLastMinute()];
  const points = pointsOf({ ...options, cores: machine.cores }).filter(
    ({ series }) => options.only.length === 0 || options.only.includes(series),
  );
  await refuseTooManyClients(points);
  const { rounds, measureMs, accounts } = options;
  await using community = await registerAccounts(accounts, (done) => showAccounts(output, done, accounts));
  await using seats = new Seats(community);
  const withWorkers = (workers: number | undefined): Skein =>
    new Skein(seats, { args: workers === undefined ? [] : ['--workers', String(workers)] });
  const turns = turnsOf(points, rounds);
  using progress = new Progress(output, turns.length);

  const failures: string[] = [];
  const measurements: Measurement[] = [];
  for (const { round, point } of turns) {
    progress.begin(`round ${round}: ${point.series}: ${point.title}`);
    const figures = await attempt(point.title, failures, () =>
      measure(withWorkers(point.workers), point, point.timing ?? options),
    );
    if (figures) measurements.push({ round, load: point.key, system: 'skein', figures });
    progress.end();
  }
  const date = new Date().toISOString().slice(0, 10);
  return { machine, date, rounds, measureMs, accounts, loadBefore, points, measurements, failures };
}

interface Turn {
  readonly round: number;
  readonly point: Point;
}

export function turnsOf(points: readonly Point[], rounds: number): readonly Turn[] {
  const repeated = points.filter(({ isTakenOnce }) => !isTakenOnce);
  const once = points.filter(({ isTakenOnce }) => isTakenOnce);
  return [
    ...Array.from({ length: rounds }, (_, index) => index + 1).flatMap((round) =>
      rotated(repeated, round).map((point) => ({ round, point })),
    ),
    ...once.map((point) => ({ round: 1, point })),
  ];
}

/** Node and the generator raise their soft limit by themselves; the hard one is the user's to raise. */
async function refuseTooManyClients(points: readonly Point[]): Promise<void> {
  const needed = Math.max(...points.map(({ shape }) => shape.rooms * shape.membersPerRoom)) + FILES_BESIDE;
  const allowed = await openFilesAtMost();
  if (needed <= allowed) return;
  throw new Error(
    `one process needs ${needed} open files and may have ${allowed}: raise the hard limit ` +
      `(\`ulimit -Hn\`, as root, or LimitNOFILE, or \`docker run --ulimit nofile=${needed}\`), or ask for less with --idle.`,
  );
}
