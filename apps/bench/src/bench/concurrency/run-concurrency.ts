import type { ProgressOutput } from '../../crowd/progress.ts';
import { registerAccounts, Seats } from '../community.ts';
import { describeMachine, loadOfLastMinute } from '../machine.ts';
import { availablePeers } from '../peers.ts';
import { Progress, showAccounts } from '../progress.ts';
import { Skein } from '../skein.ts';
import type { System } from '../system.ts';
import { attempt, rotated } from '../turns.ts';
import type { ConcurrencyOptions } from './arguments.ts';
import { converse } from './conversation.ts';
import { CONTESTANTS, type Contestant } from './modes.ts';
import { asManyAsItCan, atAFixedRate, measureRequests, type RequestLoad } from './requests.ts';
import type { ChatRun, ConcurrencyResults, RequestKind, RequestRun } from './results.ts';
import { makeFolder, startSite } from './servers.ts';

interface RequestTrial {
  readonly kind: RequestKind;
  readonly load: RequestLoad;
  readonly isDelayed: boolean;
}

const WARM_UP_SECONDS = 1;

const REQUEST_TRIALS: readonly RequestTrial[] = [
  { kind: 'capacity', load: asManyAsItCan, isDelayed: false },
  { kind: 'delayed', load: asManyAsItCan, isDelayed: true },
  { kind: 'paced', load: atAFixedRate, isDelayed: false },
];

/** Measures every contestant in turn, round after round, each time on a fresh server. */
export async function runConcurrency(options: ConcurrencyOptions, output: ProgressOutput): Promise<ConcurrencyResults> {
  const { rounds, seconds, delayMs, measureMs, accounts, clients } = options;
  const [machine, loadBefore] = [await describeMachine(), loadOfLastMinute()];
  const contestants = CONTESTANTS.filter(({ key }) => options.only.length === 0 || options.only.includes(key));
  await using folder = await makeFolder();
  await using community = await registerAccounts(accounts, (done) => showAccounts(output, done, accounts));
  await using seats = new Seats(community);
  const baseline = (await availablePeers()).find(({ key }) => key === 'ws')!;
  const chatOf = ({ args }: Contestant): System => (args === undefined ? baseline : new Skein(seats, { args }));
  const sizes = contestants.map(({ clientsAtMost }) => clients.filter((count) => count <= clientsAtMost).length);
  const trials = contestants.length * REQUEST_TRIALS.length + sizes.reduce((sum, count) => sum + count, 0);
  using progress = new Progress(output, trials * rounds);

  const failures: string[] = [];
  const requests: RequestRun[] = [];
  const chat: ChatRun[] = [];
  const step = async <T>(what: string, act: () => Promise<T>): Promise<T | undefined> => {
    progress.begin(what);
    const seen = await attempt(what, failures, act);
    progress.end();
    return seen;
  };
  for (let round = 1; round <= rounds; round++) {
    for (const { kind, load, isDelayed } of REQUEST_TRIALS) {
      for (const contestant of rotated(contestants, round)) {
        const figures = await step(`round ${round}: requests, ${kind}: ${contestant.title}`, async () => {
          await using server = await startSite(contestant, folder, isDelayed ? delayMs : 0);
          // Compiled and cached before it counts.
          await asManyAsItCan(server, WARM_UP_SECONDS);
          return await measureRequests(server, load, seconds);
        });
        if (figures) requests.push({ round, contestant: contestant.key, kind, figures });
      }
    }
    for (const count of clients) {
      for (const contestant of rotated(contestants, round).filter(({ clientsAtMost }) => count <= clientsAtMost)) {
        const figures = await step(`round ${round}: ${count} clients: ${contestant.title}`, () =>
          converse(chatOf(contestant), count, options),
        );
        if (figures) chat.push({ round, contestant: contestant.key, figures });
      }
    }
  }
  return {
    machine,
    date: new Date().toISOString().slice(0, 10),
    loadBefore,
    rounds,
    seconds,
    delayMs,
    measureMs,
    contestants: contestants.map(({ key, title }) => ({ key, title })),
    requests,
    chat,
    failures,
  };
}
