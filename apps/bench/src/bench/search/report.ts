import { type Marks, writeSection } from '../report/section.ts';
import { median } from '../statistics.ts';
import type { Latencies } from './measurements.ts';
import type { SearchResults } from './run-search.ts';

const TARGET_P95_MS = 50;
const MARKS: Marks = { from: '<!-- search: written by pnpm bench:search -->', to: '<!-- end of search -->' };

export function searchToMarkdown(results: SearchResults): string {
  const { machine, messages, textBytes, indexBytes, indexedInSeconds, newest, best, pairs } = results;
  const perMessage = (bytes: number) =>
    `${(bytes / 1e6).toFixed(0)} MB, ${(bytes / messages).toFixed(0)} bytes a message`;
  const perMessageUs = ((indexedInSeconds * 1e6) / messages).toFixed(0);
  const ratio = median(pairs.map(([without, searching]) => searching / without));
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
    row('post to delivery', results.chat),
    row(`post to delivery while ${results.typists} people search`, results.chatWhileSearching),
    row('post to delivery while the index is built', results.chatWhileIndexing),
    '',
    `The chat's p99, round by round, without and with people who search: ${pairs.map(pairOf).join(', ')} ms; ${ratio.toFixed(2)} times at the median.`,
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

function pairOf([without, searching]: readonly [number, number]): string {
  return `${without.toFixed(1)} and ${searching.toFixed(1)}`;
}

function row(what: string, { count, p50, p95, p99 }: Latencies): string {
  return `| ${what} | ${count} | ${[p50, p95, p99].map((ms) => ms.toFixed(1)).join(' | ')} |`;
}
