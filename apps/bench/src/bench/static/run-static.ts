import { median } from '../statistics.ts';
import { rotated } from '../turns.ts';
import { asManyAsItCan, measureRequests, type MeasuredRequests } from '../concurrency/requests.ts';
import { makeFolder, PAGE, type RunningServer } from '../concurrency/servers.ts';
import { availableSites, SKEIN, type StaticSite } from './sites.ts';

export interface StaticOptions {
  readonly rounds: number;
  /** Of each run. */
  readonly seconds: number;
}

/** Medians over the rounds. */
export interface StaticFigures {
  readonly site: StaticSite;
  readonly perSecond: number;
  readonly perCpuSecond: number;
  readonly p99Ms: number;
  readonly failed: number;
}

/** How many requests for each CPU second Skein must answer, of what another does. */
export const GOALS = { bestPeer: 0.8, nginx: 0.5 };

/** One page of 8 kB, asked for as often as it can be, of each in turn, round after round. */
export async function runStatic({ rounds, seconds }: StaticOptions, tell: (what: string) => void) {
  await using folder = await makeFolder();
  const sites = availableSites();
  const runs = new Map<StaticSite, MeasuredRequests[]>(sites.map((site) => [site, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const site of rotated(sites, round)) {
      tell(`round ${round} of ${rounds}: ${site.title}`);
      await using server = await site.start(folder);
      await mustServe(server, site);
      // Compiled and cached before it counts.
      await asManyAsItCan(server, 1);
      runs.get(site)!.push(await measureRequests(server, asManyAsItCan, seconds));
    }
  }
  return [...runs].map(([site, figures]) => summarize(site, figures));
}

/** Skein's requests for each CPU second, as a share of the best peer's on Node, and of nginx's where there is one. */
export function sharesOf(all: readonly StaticFigures[]): {
  readonly bestPeer: number;
  readonly nginx: number | undefined;
} {
  const of = (key: string) => all.find(({ site }) => site.key === key)?.perCpuSecond;
  const best = Math.max(...all.filter(({ site }) => site.isPeer).map(({ perCpuSecond }) => perCpuSecond));
  const own = of(SKEIN.key)!;
  const nginx = of('nginx');
  return { bestPeer: own / best, nginx: nginx && own / nginx };
}

/** A redirect or an error page is quickly served. */
async function mustServe({ url }: RunningServer, { title }: StaticSite): Promise<void> {
  const answer = await fetch(url + PAGE, { redirect: 'manual' });
  const text = await answer.text();
  if (answer.status !== 200 || !text.startsWith('<!doctype html>')) throw new Error(`${title} does not serve the page`);
}

function summarize(site: StaticSite, runs: readonly MeasuredRequests[]): StaticFigures {
  return {
    site,
    perSecond: median(runs.map(({ requests, seconds }) => requests / seconds)),
    perCpuSecond: median(runs.map(({ requests, cpuSeconds }) => requests / cpuSeconds)),
    p99Ms: median(runs.map(({ p99Ms }) => p99Ms)),
    failed: runs.reduce((sum, { failed }) => sum + failed, 0),
  };
}
