import { LOADS, type Load } from '../loads.ts';
import { cpuRatio, summarize, type Ratio, type Results, type Summary } from '../results.ts';
import { bulletsOf, number, table } from './format.ts';
import { losses } from './verdicts.ts';

/** What a run gave, as Markdown. */
export function resultsToMarkdown(results: Results): string {
  const loads = LOADS.filter(({ key }) => summarize(results, key, 'skein'));
  return [
    describe(results),
    '### CPU\n\nMicroseconds of CPU for a delivery, which is seconds for a million: user and system, every process and thread of the\nserver. Medians.',
    cpuTable(results, loads),
    '### Against socket.io\n\nOur CPU for a delivery as a multiple of socket.io’s in the same round: the median, the interval in which the true median\nlies, and what was asked.',
    ratioTable(results, loads),
    '### Speed\n\nDeliveries a second, and milliseconds from post to delivery at the median and the 99th percentile. Where messages come at\na fixed rate, time counts from when a message was due.',
    speedTable(results, loads),
    '### Coalescing\n\nDeliveries that came with one read of a client: about as many as the server put into one write.',
    grid(
      results,
      loads,
      summaryCell(results, ({ atOnce }) => number(atOnce)),
    ),
    '### Memory',
    memoryTable(results),
    '### Where we lose',
    bulletsOf(losses(results, loads)),
    '### The generator\n\nIts own CPU for a delivery in µs, and in brackets its share of one core. Near 100 % it would have measured itself.',
    generatorTable(results, loads),
    ...(results.failures.length > 0 ? ['### What could not be measured', bulletsOf(results.failures)] : []),
  ].join('\n\n');
}

function describe(results: Results): string {
  const { machine, rounds, measureMs, accounts, date, loadBefore, workers } = results;
  return (
    `${date}: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGigabytes} GB, ${machine.system}, Node ${machine.node}. ` +
    `${rounds === 1 ? 'One round' : `${rounds} rounds`} of ${measureMs / 1000} s each, ${number(accounts)} accounts, hub workers: ${workers}. ` +
    `Load average before the run: ${loadBefore.toFixed(1)}.`
  );
}

function grid({ systems }: Results, loads: readonly Load[], cell: (load: Load, system: string) => string): string {
  const head = ['load', ...systems.map(({ title }) => title)];
  return table([head, ...loads.map((load) => [load.title, ...systems.map(({ key }) => cell(load, key))])]);
}

function summaryCell(results: Results, write: (summary: Summary) => string) {
  return ({ key }: Load, system: string): string => {
    const summary = summarize(results, key, system);
    return summary ? write(summary) + (summary.faults.length > 0 ? ' !' : '') : '–';
  };
}

function cpuTable(results: Results, loads: readonly Load[]): string {
  const grids = grid(
    results,
    loads,
    summaryCell(results, ({ cpu, cpuInterval: { low, high } }) =>
      results.rounds > 1 ? `${number(cpu)} (${number(low)}–${number(high)})` : number(cpu),
    ),
  );
  const faulty = results.measurements.some(({ figures }) => figures.missing + figures.strays + figures.wrong > 0);
  return faulty
    ? `${grids}\n\n! Not everything had arrived ten seconds after the end: it was given more than it could do.`
    : grids;
}

function ratioTable(results: Results, loads: readonly Load[]): string {
  const rows = loads.map((load) => {
    const ratio = cpuRatio(results, load.key, 'skein', 'socket.io');
    return [
      load.title,
      ratio ? number(ratio.median) : '–',
      ratio && ratio.interval.confidence > 0
        ? `${number(ratio.interval.low)}–${number(ratio.interval.high)} (${(ratio.interval.confidence * 100).toFixed(0)} %)`
        : '–',
      [load.target, load.stretch].flatMap((asked) => (asked === undefined ? [] : number(asked))).join(', then ') || '–',
      judge(load, ratio),
    ];
  });
  return table([['load', 'ours', 'interval', 'asked', 'met'], ...rows]);
}

const SURE = 0.9;

/** Met or missed is said only where the whole interval lies on one side, and there are rounds enough for one. */
function judge({ target, stretch }: Load, ratio: Ratio | undefined): string {
  if (!ratio || target === undefined) return '–';
  const { low, high, confidence } = ratio.interval;
  if (confidence < SURE) return ratio.median <= target ? 'by the median' : 'not by the median';
  if (stretch !== undefined && high <= stretch) return 'both';
  if (high <= target) return 'yes';
  return low > target ? 'no' : ratio.median <= target ? 'by the median' : 'not by the median';
}

function speedTable(results: Results, loads: readonly Load[]): string {
  return grid(
    results,
    loads,
    summaryCell(
      results,
      ({ deliveriesPerSecond, p50Ms, p99Ms }) => `${number(deliveriesPerSecond)}; ${number(p50Ms)} / ${number(p99Ms)}`,
    ),
  );
}

function memoryTable({ systems, memory }: Results): string {
  const rows = memory.map(({ system, bareBytes, clients, bytesPerClient }) => [
    systems.find(({ key }) => key === system)?.title ?? system,
    number(bareBytes / 2 ** 20),
    number(bytesPerClient / 1000),
    number(clients),
  ]);
  return table([['', 'bare, MB', 'each idle client on top, kB', 'idle clients'], ...rows]);
}

function generatorTable(results: Results, loads: readonly Load[]): string {
  return grid(
    results,
    loads,
    summaryCell(
      results,
      ({ generatorCpu, generatorShare }) => `${number(generatorCpu)} (${(generatorShare * 100).toFixed(0)} %)`,
    ),
  );
}
