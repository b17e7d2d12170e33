import { bulletsOf, counted, number, table, times } from '../report/format.ts';
import { barChart, type Panel } from '../report/chart.ts';
import { type Marks, writeResults, writeSection } from '../report/section.ts';
import { clientsInWords, whatThreadsBuy, whatThreadsCost } from './lessons.ts';
import { MULTI, SINGLE } from './modes.ts';
import { PACED_REQUESTS_PER_SECOND } from './requests.ts';
import {
  cpuPerThousand,
  perSecond,
  ratioOf,
  sizesOf,
  REQUEST_KINDS,
  summarizeChat,
  summarizeRequests,
  type ChatRun,
  type ConcurrencyResults,
  type RequestKind,
  type RequestRun,
  type RequestSummary,
} from './results.ts';

const MARKS: Marks = {
  from: '<!-- concurrency: written by pnpm bench:concurrency -->',
  to: '<!-- end of concurrency -->',
};

const MEGABYTE = 2 ** 20;

/** What a run gave, as Markdown. */
export function concurrencyToMarkdown(results: ConcurrencyResults): string {
  return [
    describe(results),
    `### One thread or several\n\n${whatThreadsBuy(results)}\n\n${whatThreadsCost(results)}`,
    'The pool of hub workers, with its default and with four of them, as multiples of the same chat in one event loop, each pair from the\nsame round: medians.',
    comparison(results),
    '### Requests for /page.html, as many as it can\n\n`wrk -t10 -c10`: a page of 8 kB over ten connections. CPU is user and system time of all threads and processes of the server. A thread or process for each connection starts within the run: the first answers of most connections wait for it, and are in the p99. Failed are requests that were refused, reset or answered with an error.',
    requestTable(results, 'capacity'),
    `### The same with \`--delay ${results.delayMs}\`\n\nEach answer holds its thread for ${results.delayMs} ms, as work would: one loop gives at most ${counted(Math.round(1_000 / results.delayMs))} a second, ten threads ten times that.`,
    requestTable(results, 'delayed'),
    `### ${counted(PACED_REQUESTS_PER_SECOND)} requests a second\n\nOver ten connections. Times are those of the schedule: what a slow answer held up counts too. Where fewer came than were to,\nthe server or the generator beside it could not keep up.`,
    requestTable(results, 'paced'),
    '### Messages\n\nOne room in which eight messages are always in flight: deliveries a second, and milliseconds from post to delivery at the median and the\n99th percentile. The baseline has no accounts and stores nothing; in Skein one client\nalone meets the rate of an account, 120 posts a second.',
    chatTable(results),
    '### CPU and memory of the chat\n\nMicroseconds of CPU for a delivery, and MB of memory of all its processes with everybody connected.',
    chatCostTable(results),
    ...(results.failures.length > 0 ? ['### What failed, once or twice', bulletsOf(results.failures)] : []),
  ].join('\n\n');
}

export async function writeConcurrency(results: ConcurrencyResults): Promise<void> {
  const charts =
    '### Charts\n\n![Requests and response times by mode](apps/bench/results/concurrency-requests.svg)\n\n' +
    '![Deliveries and response times by mode and number of clients](apps/bench/results/concurrency-chat.svg)';
  await writeSection('benchmark.md', MARKS, `${concurrencyToMarkdown(results)}\n\n${charts}`);
  await writeResults({
    'concurrency-requests.svg': requestChart(results),
    'concurrency-chat.svg': chatChart(results),
    'concurrency.json': `${JSON.stringify(results)}\n`,
  });
}

function describe({ machine, rounds, seconds, measureMs, date, loadBefore }: ConcurrencyResults): string {
  return (
    `${date}: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGigabytes} GB, ${machine.system}, Node ${machine.node}. ` +
    `${rounds === 1 ? 'One round' : `${rounds} rounds`}; requests for ${seconds} s each, messages for ${measureMs / 1000} s. ` +
    `Load average before the run: ${loadBefore.toFixed(1)}. What asks and what answers share the cores.`
  );
}

/** The pool as a multiple of one loop: with its default of workers, and with more. */
function comparison(results: ConcurrencyResults): string {
  const cells = <Run extends RequestRun | ChatRun>(runs: readonly Run[], figures: readonly ((run: Run) => number)[]) =>
    figures.map((figure) => MULTI.map((key) => times(ratioOf(runs, key, SINGLE, figure))).join(' / '));
  const requestRows = REQUEST_KINDS.map((kind) => [
    TITLES[kind](results),
    ...cells(
      results.requests.filter((run) => run.kind === kind),
      [
        ({ figures }) => perSecond(figures),
        ({ figures }) => figures.p50Ms,
        ({ figures }) => figures.p99Ms,
        ({ figures }) => cpuPerThousand(figures),
        ({ figures }) => figures.memoryBytes,
      ],
    ),
  ]);
  const chatRows = sizesOf(results).map((clients) => [
    `messages, ${clientsInWords(clients)}`,
    ...cells(
      results.chat.filter(({ figures }) => figures.clients === clients),
      [
        ({ figures }) => figures.deliveriesPerSecond,
        ({ figures }) => figures.p50Ms,
        ({ figures }) => figures.p99Ms,
        ({ figures }) => figures.cpuMicroseconds,
        ({ figures }) => figures.memoryBytes,
      ],
    ),
  ]);
  return table([['', 'capacity', 'p50', 'p99', 'CPU', 'memory'], ...requestRows, ...chatRows]);
}

const TITLES: Readonly<Record<RequestKind, (results: ConcurrencyResults) => string>> = {
  capacity: () => 'requests, as many as it can',
  delayed: ({ delayMs }) => `requests with --delay ${delayMs}`,
  paced: () => `${counted(PACED_REQUESTS_PER_SECOND)} requests a second`,
};

function requestTable(results: ConcurrencyResults, kind: RequestKind): string {
  const rows = results.contestants.map(({ key, title }) => {
    const summary = summarizeRequests(results, key, kind);
    return [title, ...(summary ? requestCells(summary) : ['–', '–', '–', '–', '–', '–'])];
  });
  return table([
    ['', 'requests/s, best', 'median', 'p50 / p99, ms', 'CPU s per 1,000', 'memory, MB', 'failed'],
    ...rows,
  ]);
}

function requestCells(summary: RequestSummary): string[] {
  return [
    number(summary.best),
    number(summary.perSecond),
    `${number(summary.p50Ms)} / ${number(summary.p99Ms)}`,
    number(summary.cpuPerThousand),
    number(summary.memoryBytes / MEGABYTE),
    counted(summary.failed),
  ];
}

function chatTable(results: ConcurrencyResults): string {
  return chatGrid(results, (key, clients) => {
    const summary = summarizeChat(results, key, clients);
    if (!summary) return '–';
    const { deliveriesPerSecond, p50Ms, p99Ms, wrong } = summary;
    return `${number(deliveriesPerSecond)}; ${number(p50Ms)} / ${number(p99Ms)}${wrong > 0 ? ' !' : ''}`;
  });
}

function chatCostTable(results: ConcurrencyResults): string {
  return chatGrid(results, (key, clients) => {
    const summary = summarizeChat(results, key, clients);
    return summary ? `${number(summary.cpuMicroseconds)}; ${number(summary.memoryBytes / MEGABYTE)}` : '–';
  });
}

function chatGrid(results: ConcurrencyResults, cell: (contestant: string, clients: number) => string): string {
  const sizes = sizesOf(results);
  const rows = results.contestants.map(({ key, title }) => [title, ...sizes.map((clients) => cell(key, clients))]);
  return table([['', ...sizes.map(clientsInWords)], ...rows]);
}

function requestChart(results: ConcurrencyResults): string {
  const panel = (title: string, kind: RequestKind, of: (summary: RequestSummary) => number): Panel => ({
    title,
    bars: bars(results, (key) => {
      const summary = summarizeRequests(results, key, kind);
      return summary && of(summary);
    }),
  });
  return barChart('Requests a second and response times, by mode', [
    panel('requests a second', 'capacity', (summary) => summary.perSecond),
    panel('p99 in ms', 'capacity', (summary) => summary.p99Ms),
    panel(`requests a second, --delay ${results.delayMs}`, 'delayed', (summary) => summary.perSecond),
    panel('p99 in ms at 10,000 requests a second', 'paced', (summary) => summary.p99Ms),
  ]);
}

function chatChart(results: ConcurrencyResults): string {
  const panels = sizesOf(results).flatMap((clients): Panel[] => [
    {
      title: `${clientsInWords(clients)}, deliveries a second`,
      bars: bars(results, (key) => summarizeChat(results, key, clients)?.deliveriesPerSecond),
    },
    {
      title: `${clientsInWords(clients)}, p99 in ms`,
      bars: bars(results, (key) => summarizeChat(results, key, clients)?.p99Ms),
    },
  ]);
  return barChart('Deliveries a second and response times, by mode and number of clients', panels);
}

function bars({ contestants }: ConcurrencyResults, of: (contestant: string) => number | undefined): Panel['bars'] {
  return contestants.flatMap(({ key }) => {
    const value = of(key);
    return value === undefined ? [] : [{ title: key, value, isOwn: key === MULTI[0] }];
  });
}
