import type { NodeClient } from '@skein/client/node-platform';
import type { SearchOrder } from '@skein/protocol/search';

export interface Latencies {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export function latenciesOf(values: readonly number[]): Latencies {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** What is typed on the way to a word: its first letter, its first two, and so on. */
export function typings(words: readonly string[]): string[] {
  return words.flatMap((word) => [...word].map((_, index, letters) => letters.slice(0, index + 1).join('')));
}

/** The same text cut into a word to type: the longest piece without spaces, or a few characters where there are none. */
export function wordIn(body: string): string {
  const words = body.split(' ').toSorted((a, b) => b.length - a.length);
  return [...words[0]!].slice(0, 8).join('');
}

/** One search after the other, each by the next account, because accounts have a rate. */
export async function timeSearches(
  clients: readonly NodeClient[],
  queries: readonly string[],
  order: SearchOrder,
  onProgress: (done: number) => void,
): Promise<Latencies> {
  const times: number[] = [];
  for (const [index, query] of queries.entries()) {
    const startedAt = performance.now();
    const answer = await clients[index % clients.length]!.rest.search({ query, order });
    if (!answer.ok) throw new Error(`a search was refused: ${JSON.stringify(answer.error)}`);
    times.push(performance.now() - startedAt);
    onProgress(index + 1);
  }
  return latenciesOf(times);
}
