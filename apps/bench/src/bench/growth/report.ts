import { bulletsOf, counted, number, table } from '../report/format.ts';
import { barChart } from '../report/chart.ts';
import { type Marks, writeResults, writeSection } from '../report/section.ts';
import type { Summary } from '../results.ts';
import type { Series } from './points.ts';
import { idlenessOf, measuredPoints, type GrowthResults, type Idleness } from './results.ts';
import { missesOf, verdictsOf, type Verdict } from './verdicts.ts';

const MARKS: Marks = { from: '<!-- growth: written by pnpm bench:growth -->', to: '<!-- end of growth -->' };
const CHART = '![How cost grows](apps/bench/results/growth.svg)';

/** Writes the section of benchmark.md, its chart, and everything that was seen as JSON. */
export async function writeGrowth(results: GrowthResults): Promise<void> {
  await writeSection('benchmark.md', MARKS, `${growthToMarkdown(results)}\n\n${CHART}`);
  await writeResults({
    'growth.svg': growthChart(results),
    'growth.json': `${JSON.stringify(results)}\n`,
  });
}

/** What a run gave, as Markdown; series that were not measured are left out. */
export function growthToMarkdown(results: GrowthResults): string {
  const idle = idlenessOf(results);
  return [
    describe(results),
    '### What was asked of growth',
    verdictTable(verdictsOf(results)),
    '### Where growth misses its targets',
    bulletsOf(missesOf(results)),
    ...section(results, 'members', 'By members in a room', 'rooms × members'),
    ...section(results, 'rooms', 'By rooms', 'rooms × members'),
    ...section(results, 'workers', 'By hub workers, at saturation', 'workers'),
    ...section(results, 'lone', 'A lone message', ''),
    ...(idle ? ['### Idle clients', describeIdle(idle)] : []),
    ...(results.failures.length > 0 ? ['### What of growth could not be measured', bulletsOf(results.failures)] : []),
  ].join('\n\n');
}

/** A panel of bars for each series that has several points. */
export function growthChart(results: GrowthResults): string {
  const panel = (title: string, series: Series, of: (summary: Summary) => number) => ({
    title,
    bars: measuredPoints(results, series).map(({ point, summary }) => ({
      title: point.title,
      value: of(summary),
      isOwn: true,
    })),
  });
  return barChart('How cost grows with members, rooms and workers', [
    panel('rooms × members, CPU for a delivery, µs', 'members', ({ cpu }) => cpu),
    panel('more rooms, CPU for a delivery, µs', 'rooms', ({ cpu }) => cpu),
    panel('at saturation, CPU for a delivery, µs', 'workers', ({ cpu }) => cpu),
    panel('at saturation, deliveries a second', 'workers', ({ deliveriesPerSecond }) => deliveriesPerSecond),
  ]);
}

function describe({ machine, rounds, measureMs, accounts, date, loadBefore }: GrowthResults): string {
  return (
    `${date}: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGigabytes} GB, ${machine.system}, Node ${machine.node}. ` +
    `${rounds === 1 ? 'One round' : `${rounds} rounds`} of ${measureMs / 1000} s each, ${counted(accounts)} accounts. ` +
    `Load average before the run: ${loadBefore.toFixed(1)}.`
  );
}

function verdictTable(verdicts: readonly Verdict[]): string {
  const met = (isMet: boolean | undefined): string => (isMet === undefined ? 'not judged' : isMet ? 'yes' : 'no');
  return table([
    ['', 'asked', 'seen', 'met'],
    ...verdicts.map(({ of, asked, seen, isMet }) => [of, asked, seen, met(isMet)]),
  ]);
}

function section(results: GrowthResults, series: Series, title: string, head: string): readonly string[] {
  const points = measuredPoints(results, series);
  if (points.length === 0) return [];
  const columns = ['CPU, µs', 'deliveries/s', 'messages/s', 'p50 / p99, ms', 'in one read', 'generator'];
  const rows = points.map(({ point, summary }) => [
    point.title,
    results.rounds > 1 ? `${number(summary.cpu)} (${intervalOf(summary)})` : number(summary.cpu),
    number(summary.deliveriesPerSecond),
    number(summary.messagesPerSecond),
    `${number(summary.p50Ms)} / ${number(summary.p99Ms)}`,
    number(summary.atOnce),
    `${(summary.generatorShare * 100).toFixed(0)} %`,
  ]);
  return [`### ${title}`, table([[head, ...columns], ...rows])];
}

function intervalOf({ cpuInterval: { low, high } }: Summary): string {
  return `${number(low)}–${number(high)}`;
}

function describeIdle({ clients, share, generatorShare, pingsPerSecond, seconds, missing }: Idleness): string {
  return (
    `${counted(clients)} logged-in clients in one room, watched for ${seconds.toFixed(0)} s, ${number(pingsPerSecond)} pings a second, ` +
    `${missing === 0 ? 'all' : `all but ${counted(missing)}`} answered: ` +
    `the server took ${number(share * 100)} % of a core, the generator ${number(generatorShare * 100)} %.`
  );
}
