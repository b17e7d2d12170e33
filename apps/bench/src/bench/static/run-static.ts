import { asManyAsItCan, measureRequests } from '../concurrency/requests.ts';
import { makeFolder, PAGE, type RunningServer } from '../concurrency/servers.ts';
import { describeMachine, loadOfLastMinute } from '../machine.ts';
import { rotated } from '../turns.ts';
import type { StaticOptions } from './arguments.ts';
import type { StaticResults, StaticRun } from './results.ts';
import { availableSites, type StaticSite } from './sites.ts';

/** One page of 8 kB, asked for as often as it can be, of each in turn, round after round. */
export async function runStatic(
  { rounds, seconds }: StaticOptions,
  tell: (what: string) => void,
): Promise<StaticResults> {
  const [machine, loadBefore] = [await describeMachine(), loadOfLastMinute()];
  await using folder = await makeFolder();
  const sites = availableSites();
  const runs: StaticRun[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const site of rotated(sites, round)) {
      tell(`round ${round} of ${rounds}: ${site.title}`);
      await using server = await site.start(folder);
      await mustServe(server, site);
      // Compiled and cached before it counts.
      await asManyAsItCan(server, 1);
      runs.push({ round, contestant: site.key, figures: await measureRequests(server, asManyAsItCan, seconds) });
    }
  }
  const date = new Date().toISOString().slice(0, 10);
  const named = sites.map(({ key, title, isPeer }) => ({ key, title, isPeer }));
  return { machine, date, loadBefore, rounds, seconds, sites: named, runs };
}

/** A redirect or an error page is quickly served. */
async function mustServe({ url }: RunningServer, { title }: StaticSite): Promise<void> {
  const answer = await fetch(url + PAGE, { redirect: 'manual' });
  const text = await answer.text();
  if (answer.status !== 200 || !text.startsWith('<!doctype html>')) throw new Error(`${title} does not serve the page`);
}
