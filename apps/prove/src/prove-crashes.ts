import { counted, Findings, inMs, quantile } from './commands/figures.ts';
import { EXIT, readOptions, SEED } from './commands/options.ts';
import { Progress } from './commands/progress.ts';
import { Siege } from './siege/siege.ts';
import { STRIKES, type StrikeKind } from './siege/strikes.ts';

// `pnpm prove:crashes`: a real server under its launcher, a crowd that talks, and blows at random moments.

const READY_WITHIN_MS = 2_000;

const options = readOptions({
  name: 'pnpm prove:crashes',
  about: `Ends the server's process, one of its hub workers or its ledger at random moments while a crowd talks, cuts connections and
leaves some half open, and then compares what every client saw with what the database says.`,
  options: {
    kills: { fallback: 50, least: 0, help: 'how often something is ended' },
    clients: { fallback: 200, least: 2, help: 'how many clients talk, five to an account' },
    rate: { fallback: 2_000, least: 1, help: 'messages a second' },
    workers: { fallback: 2, least: 1, help: 'hub workers of the server' },
    'kill-9-only': { fallback: 0, least: 0, help: '1: nothing but kill -9 of the process, at most five in a minute' },
    seed: SEED,
  },
});

const kinds: readonly StrikeKind[] = options['kill-9-only'] ? ['kill -9'] : STRIKES;
console.log(`seed ${options.seed}`);
await using siege = await Siege.begin({
  workers: options.workers,
  clients: options.clients,
  rate: options.rate,
  strikes: options.kills,
  kinds,
  stormEveryMs: 300,
  pauseMs: { least: 1_500, most: 5_000 },
  healsAtTheEnd: false,
  seed: options.seed,
});
{
  using _progress = new Progress(() => ({
    share: options.kills === 0 ? 1 : siege.strikes.length / options.kills,
    text: `${siege.strikes.length} of ${options.kills} struck, ${counted(siege.crowd.acknowledged)} messages acknowledged`,
  }));
  await siege.run();
}
const { ledger, stories } = await siege.judge();
const found = findings(siege);
console.log(String(found));
for (const story of stories) console.log(`\n${story}`);
process.exitCode = found.isProven ? EXIT.proven : EXIT.refuted;

function findings({ crowd, chats, network, strikes, doubter, wanderer, carrier, elapsedMs, house }: Siege): Findings {
  const found = new Findings();
  const sum = (count: (chat: (typeof chats)[number]) => number): number =>
    chats.reduce((total, chat) => total + count(chat), 0);
  const deliveries = sum(({ copies }) => copies.reduce((events, copy) => events + copy.events.length, 0));
  const rooms = `${counted(ledger.rooms.size)} rooms`;
  found.figure(
    'run',
    `${counted(chats.length)} clients of ${crowd.people.length} accounts, ${rooms}, ${counted(elapsedMs / 1_000)} s`,
  );
  found.figure('messages', told(crowd));
  found.figure(
    'deliveries',
    `${counted(deliveries)} in ${counted(sum(({ copies }) => copies.length))} copies of rooms`,
  );
  found.figure(
    'connections',
    `${network.cuts} cut, ${network.halfOpen} half open, ${network.hangs} hung; ${counted(sum(({ reconnects }) => reconnects))} came back, ${counted(sum(({ resets }) => resets))} rooms begun anew`,
  );
  for (const kind of kinds) {
    const times = strikes.filter((strike) => strike.kind === kind).map(({ readyAfterMs }) => readyAfterMs);
    const slowest = Math.max(0, ...times);
    found.figure(
      kind,
      `${times.length} times; ready again after ${inMs(quantile(times, 0.5))} at the median, ${inMs(slowest)} at most`,
    );
    found.unless(
      slowest <= READY_WITHIN_MS,
      `after ${kind} the server took ${inMs(slowest)} to be ready, more than ${inMs(READY_WITHIN_MS)}`,
    );
  }
  found.figure(
    'retries',
    `${counted(doubter.sends)} messages in ${counted(doubter.requests)} requests (${doubter.unanswered} unanswered); ${counted(doubter.changedRefused)} changed bodies refused`,
  );
  found.figure('moves', `${counted(wanderer.moves)} times somebody joined or left`);
  const bytes = carrier.parcels.reduce((total, { size }) => total + size, 0);
  found.figure('files', `${counted(carrier.parcels.length)} of ${counted(bytes)} bytes sent, and fetched in the end`);
  found.unless(
    crowd.acknowledged + crowd.cameTooLate === crowd.written,
    `${crowd.written - crowd.acknowledged - crowd.cameTooLate} messages and changes were never answered, or refused`,
  );
  const errors = chats.flatMap((chat) => chat.errors);
  found.unless(errors.length === 0, `clients were told of errors: ${JSON.stringify(errors.slice(0, 3))}`);
  found.unless(stories.length === 0, 'what clients saw is not what the database says');
  for (const line of unexpectedErrors(house.errors())) found.unless(false, `the server's log has: ${line}`);
  return found;
}

function told({ chats, written, acknowledged, cameTooLate }: Siege['crowd']): string {
  const changes = Map.groupBy(
    chats.flatMap(({ changed }) => changed),
    ({ t }) => t,
  );
  const replies = chats.flatMap(({ posted }) => posted).filter(({ reply }) => reply !== undefined).length;
  const kinds = [...changes].map(([kind, { length }]) => `${counted(length)} ${kind}`);
  const answers = `${counted(acknowledged)} acknowledged, ${counted(cameTooLate)} too late for what was deleted`;
  return `${counted(written)} written (${[`${counted(replies)} replies`, ...kinds].join(', ')}), ${answers}`;
}

/** That a thread ended, and a thread's own words about it, were to be expected. */
function unexpectedErrors(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !/thread reaper|the ledger ended|^skein: The server ended unexpectedly/.test(line));
}
