import { type Marks, writeSection } from '../report/section.ts';
import { median } from '../statistics.ts';
import { latenciesOf, type Latencies } from './measurements.ts';
import type { Round, SearchResults } from './run-search.ts';
import type { Manner } from './typing.ts';

const TARGET_P95_MS = 50;
const MARKS: Marks = { from: '<!-- search: written by pnpm bench:search -->', to: '<!-- end of search -->' };

export function searchToMarkdown(results: SearchResults): string {
  const { machine, messages, textBytes, indexBytes, indexedInSeconds, newest, best, rounds } = results;
  const perMessage = (bytes: number) =>
    `${(bytes / 1e6).toFixed(0)} MB, ${(bytes / messages).toFixed(0)} bytes a message`;
  const perMessageUs = ((indexedInSeconds * 1e6) / messages).toFixed(0);
  return [
    `${messages.toLocaleString('en')} messages; ${machine.processor}, ${machine.cores} cores, Node ${machine.node}`,
    '',
    `- texts: ${perMessage(textBytes)}`,
    `- index: ${perMessage(indexBytes)}`,
    `- built in ${indexedInSeconds.toFixed(1)} s, ${perMessageUs} µs a message, from the server's start`,
    '',
    '| milliseconds | count | p50 | p95 | p99 |',
    '| --- | --: | --: | --: | --: |',
    row('search, newest first', newest),
    row('search, best first', best),
    row('post to delivery', latenciesOf(rounds.flatMap(({ alone }) => alone))),
    rowBeside(`${results.typists} people type searches`, 'typing', rounds),
    rowBeside(`${results.typists} people flood it with them`, 'flooding', rounds),
    row('post to delivery while the index is built', results.chatWhileIndexing),
    '',
    `The chat's p99, round by round, alone, beside people who type and beside the flood: ${rounds.map(p99sOf).join('; ')} ms. At the median of the rounds it is ${timesAlone('typing', rounds)} times as long as alone beside people who type, ${timesAlone('flooding', rounds)} times beside the flood.`,
    '',
    misses(results).join('\n') || `95 of 100 searches within ${TARGET_P95_MS} ms: met.`,
  ].join('\n');
}

export async function writeSearch(results: SearchResults): Promise<void> {
  await writeSection('docs/performance.md', MARKS, searchToMarkdown(results));
}

export function misses({ newest, best }: SearchResults): string[] {
  return Object.entries({ newest, best })
    .filter(([, { p95 }]) => p95 >= TARGET_P95_MS)
    .map(
      ([order, { p95 }]) => `Missed: 95 of 100 searches within ${TARGET_P95_MS} ms (${order}: ${p95.toFixed(1)} ms).`,
    );
}

function p99sOf({ alone, typing, flooding }: Round): string {
  return [alone, typing.times, flooding.times].map((times) => latenciesOf(times).p99.toFixed(1)).join(', ');
}

function timesAlone(manner: Manner, rounds: readonly Round[]): string {
  return median(rounds.map((round) => latenciesOf(round[manner].times).p99 / latenciesOf(round.alone).p99)).toFixed(2);
}

function rowBeside(what: string, manner: Manner, rounds: readonly Round[]): string {
  const perSecond = median(rounds.map((round) => round[manner].searchesPerSecond)).toFixed(0);
  const latencies = latenciesOf(rounds.flatMap((round) => round[manner].times));
  return row(`post to delivery while ${what}, ${perSecond} a second`, latencies);
}

function row(what: string, { count, p50, p95, p99 }: Latencies): string {
  return `| ${what} | ${count} | ${[p50, p95, p99].map((ms) => ms.toFixed(1)).join(' | ')} |`;
}
