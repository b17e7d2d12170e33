import { barChart } from '../report/chart.ts';
import { counted, number, table } from '../report/format.ts';
import { type Marks, writeResults, writeSection } from '../report/section.ts';
import { bestPeer, shareOf, summarizeSite, type StaticFigures, type StaticResults } from './results.ts';
import { NGINX, SKEIN } from './sites.ts';

const MARKS: Marks = {
  from: '<!-- static: written by pnpm bench:static -->',
  to: '<!-- end of static -->',
};
const MEGABYTE = 2 ** 20;

/** How many requests for each CPU second Skein must answer, of what another does. */
const GOALS = { bestPeer: 0.8, nginx: 0.5 };

/** What a run gave, as Markdown. */
export function staticToMarkdown(results: StaticResults): string {
  const rows = results.sites.map(({ key, title }) => [title, ...cells(summarizeSite(results, key))]);
  const head = ['', 'requests/s', 'requests/CPU s', 'CPU µs a request', 'p50 / p99, ms', 'memory, MB', 'failed'];
  return [describe(results), verdict(results), table([head, ...rows])].join('\n\n');
}

export async function writeStatic(results: StaticResults): Promise<void> {
  const chart = '![Requests for each CPU second](apps/bench/results/static.svg)';
  await writeSection('benchmark.md', MARKS, `${staticToMarkdown(results)}\n\n${chart}`);
  await writeResults({
    'static.svg': staticChart(results),
    'static.json': `${JSON.stringify(results)}\n`,
  });
}

function describe({ machine, rounds, seconds, date, loadBefore }: StaticResults): string {
  return (
    `${date}: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGigabytes} GB, ${machine.system}, Node ${machine.node}. ` +
    `${rounds === 1 ? 'One round' : `Medians of ${rounds} rounds`}, ${seconds} s each. Load average before the run: ${loadBefore.toFixed(1)}.`
  );
}

function verdict(results: StaticResults): string {
  const best = bestPeer(results);
  const share = number(shareOf(results, SKEIN.key, best.key) ?? NaN);
  const ofNginx = shareOf(results, SKEIN.key, NGINX);
  const rest = ofNginx === undefined ? '' : `, and ${number(ofNginx)} of nginx (asked: at least ${GOALS.nginx})`;
  return (
    `Requests for each CPU second: ${share} of ${best.title}, the best peer on Node (asked: at least ${GOALS.bestPeer})${rest}; ` +
    'each pair from the same round.'
  );
}

function cells({ perSecond, perCpuSecond, p50Ms, p99Ms, memoryBytes, failed }: StaticFigures): string[] {
  return [
    number(perSecond),
    number(perCpuSecond),
    number(1e6 / perCpuSecond),
    `${number(p50Ms)} / ${number(p99Ms)}`,
    number(memoryBytes / MEGABYTE),
    counted(failed),
  ];
}

function staticChart(results: StaticResults): string {
  const bars = (of: (figures: StaticFigures) => number) =>
    results.sites.map(({ key, title }) => ({
      // What stands behind a comma has no room.
      title: title.replace(/,.*/, ''),
      value: of(summarizeSite(results, key)),
      isOwn: key === SKEIN.key,
    }));
  return barChart('What it costs to serve a page, by server', [
    { title: 'requests for each CPU second', bars: bars(({ perCpuSecond }) => perCpuSecond) },
    { title: 'p99 in ms', bars: bars(({ p99Ms }) => p99Ms) },
  ]);
}
