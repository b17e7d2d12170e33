import type { Latencies } from './measurements.ts';
import type { SearchResults } from './run-search.ts';

const TARGET_P95_MS = 50;

export function searchToMarkdown(results: SearchResults): string {
  const { machine, messages, textBytes, indexBytes, indexedInSeconds, newest, best } = results;
  const perMessage = (bytes: number) =>
    `${(bytes / 1e6).toFixed(0)} MB, ${(bytes / messages).toFixed(0)} bytes a message`;
  return [
    `${messages.toLocaleString('en')} messages; ${machine.processor}, ${machine.cores} cores, Node ${machine.node}`,
    '',
    `texts  ${perMessage(textBytes)}`,
    `index  ${perMessage(indexBytes)}`,
    `built  in ${indexedInSeconds.toFixed(1)} s, ${((indexedInSeconds * 1e6) / messages).toFixed(0)} µs a message, from the server's start`,
    '',
    '| milliseconds | count | p50 | p95 | p99 |',
    '| --- | --: | --: | --: | --: |',
    row('search, newest first', newest),
    row('search, best first', best),
    row('post', results.posts),
    row(`post while ${results.typists} people search`, results.postsWhileSearching),
    row('post while the index is built', results.postsWhileIndexing),
    '',
    misses(results).join('\n') || `95 of 100 searches within ${TARGET_P95_MS} ms: met.`,
  ].join('\n');
}

export function misses({ newest, best }: SearchResults): string[] {
  return Object.entries({ newest, best })
    .filter(([, { p95 }]) => p95 >= TARGET_P95_MS)
    .map(
      ([order, { p95 }]) => `Missed: 95 of 100 searches within ${TARGET_P95_MS} ms (${order}: ${p95.toFixed(1)} ms).`,
    );
}

function row(what: string, { count, p50, p95, p99 }: Latencies): string {
  return `| ${what} | ${count} | ${[p50, p95, p99].map((ms) => ms.toFixed(1)).join(' | ')} |`;
}
