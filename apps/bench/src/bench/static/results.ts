import type { MeasuredRequests } from '../concurrency/requests.ts';
import { perSecond, ratioOf } from '../concurrency/results.ts';
import type { Machine } from '../machine.ts';
import { median } from '../statistics.ts';

export interface StaticRun {
  readonly round: number;
  /** Key of the site. */
  readonly contestant: string;
  readonly figures: MeasuredRequests;
}

/** Everything a run has seen, as it is written to static.json. */
export interface StaticResults {
  readonly machine: Machine;
  readonly date: string;
  readonly loadBefore: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly sites: readonly { readonly key: string; readonly title: string; readonly isPeer: boolean }[];
  readonly runs: readonly StaticRun[];
}

/** Medians over the rounds. */
export interface StaticFigures {
  readonly perSecond: number;
  readonly perCpuSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly memoryBytes: number;
  readonly failed: number;
}

export function summarizeSite({ runs }: StaticResults, key: string): StaticFigures {
  const figures = runs.filter(({ contestant }) => contestant === key).map((run) => run.figures);
  return {
    perSecond: median(figures.map(perSecond)),
    perCpuSecond: median(figures.map(perCpuSecond)),
    p50Ms: median(figures.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(figures.map(({ p99Ms }) => p99Ms)),
    memoryBytes: median(figures.map(({ memoryBytes }) => memoryBytes)),
    failed: figures.reduce((sum, { failed }) => sum + failed, 0),
  };
}

/** One site's requests for each CPU second as a share of another's, each pair from the same round. undefined where one is not there. */
export function shareOf({ runs }: StaticResults, key: string, other: string): number | undefined {
  return ratioOf(runs, key, other, ({ figures }) => perCpuSecond(figures));
}

/** That answers the most requests for each CPU second. */
export function bestPeer(results: StaticResults): StaticResults['sites'][number] {
  const peers = results.sites.filter(({ isPeer }) => isPeer);
  const cost = ({ key }: { key: string }): number => 1 / summarizeSite(results, key).perCpuSecond;
  return peers.toSorted((a, b) => cost(a) - cost(b))[0]!;
}

function perCpuSecond({ requests, cpuSeconds }: MeasuredRequests): number {
  return requests / cpuSeconds;
}
