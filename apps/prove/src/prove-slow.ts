import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { type Chat, connected, LOBBY } from './chat.ts';
import { counted, Findings, inMs, quantile } from './commands/figures.ts';
import { EXIT, readOptions } from './commands/options.ts';
import { House } from './house.ts';
import { readLedger } from './ledger.ts';
import { type Person, registered, registeredPeople } from './person.ts';
import { until } from './until.ts';
import { liveWire, silentWire, type Wire } from './wire.ts';

// `pnpm prove:slow`: a client that never reads costs a bounded buffer, is cut, and costs the others nothing.

const BUFFERED_AT_MOST = 1024 * 1024;
const CUT_AFTER_MS = 5_000;
/** The server looks around once a second. */
const LOOKS_EVERY_MS = 1_000;
const SLOWER_AT_MOST = 1.1;
const PEOPLE = 4;
const LONG = 'long '.repeat(3_000);
const TALK_EVERY_MS = 10;
const WATCH_EVERY_MS = 50;

const options = readOptions({
  name: 'pnpm prove:slow',
  about: `Measures how long messages take from one client to all others, with a client that never reads beside them and with one that does, in
turns; looks at what is buffered for it and when it is cut; and lets it come back for what it missed. How much slower the others became is
the median of what the pairs of phases say.`,
  options: {
    seconds: { fallback: 6, least: 2, help: 'of each phase, with and without' },
    pairs: { fallback: 9, least: 1, help: 'of phases' },
  },
});

await using house = await House.open({ args: ['--workers', '2'] });
using others = await connected(await registeredPeople(house.url, PEOPLE));
const slow = await registered(house.url, 'slow');
const found = new Findings();
const pairs: { readonly without: readonly number[]; readonly beside: readonly number[] }[] = [];
let most = 0;
let cutAfterMs: number[] = [];
let roundsToFill = 0;
for (let pair = 0; pair < options.pairs; pair++) {
  // In turns, so that neither is always the later one.
  if (pair % 2 === 0) {
    const beside = await besideSlowReader();
    pairs.push({ beside, without: await besideReader() });
  } else {
    const without = await besideReader();
    pairs.push({ beside: await besideSlowReader(), without });
  }
}

const slower = {
  p50: quantile(
    pairs.map(({ beside, without }) => quantile(beside, 0.5) / quantile(without, 0.5)),
    0.5,
  ),
  p99: quantile(
    pairs.map(({ beside, without }) => quantile(beside, 0.99) / quantile(without, 0.99)),
    0.5,
  ),
};
found.figure('buffered', `at most ${counted(most)} bytes for the client that never reads`);
found.figure('cut', `${cutAfterMs.map(inMs).join(', ')} after the buffer had stopped moving`);
found.figure(
  'others',
  `beside it ${slower.p50.toFixed(2)} × the p50 and ${slower.p99.toFixed(2)} × the p99 without it, at the median of ${pairs.length} pairs (${pairs.map(inPair).join('; ')})`,
);
found.unless(most <= BUFFERED_AT_MOST, `more than ${counted(BUFFERED_AT_MOST)} bytes were buffered`);
found.unless(Math.max(...cutAfterMs) <= CUT_AFTER_MS + 2 * LOOKS_EVERY_MS, 'it was cut too late');
found.unless(slower.p99 <= SLOWER_AT_MOST, 'the others’ p99 is more than 10 % above that without it');
console.log(String(found));
process.exitCode = found.isProven ? EXIT.proven : EXIT.refuted;

/** The p99 of one pair of phases. */
function inPair({ beside, without }: (typeof pairs)[number]): string {
  return `${inMs(quantile(without, 0.99))}, beside it ${inMs(quantile(beside, 0.99))}`;
}

/** @returns how long each message took from being written to being seen by all others, in milliseconds */
async function talk(forMs: number): Promise<readonly number[]> {
  const took: number[] = [];
  const endAt = performance.now() + forMs;
  for (let count = 0; performance.now() < endAt; count++) {
    const chat = others[count % others.length]!;
    const end = chat.events().length + 1;
    const writtenAt = performance.now();
    const seen = seenBy(others, end);
    chat.says(`short ${count}`);
    await seen;
    took.push(performance.now() - writtenAt);
    await new Promise((resolve) => setTimeout(resolve, TALK_EVERY_MS));
  }
  return took;
}

async function besideSlowReader(): Promise<readonly number[]> {
  using wire = await liveWire(slow, house.url);
  const { historyId } = wire.of('welcome')[0]!;
  const { seq: account, rooms } = wire.of('snapshot')[0]!;
  const start = rooms.find(({ id }) => id === LOBBY)!.seq;
  wire.webSocket.pause();
  await fill();
  const stoppedAt = performance.now();
  const over = new AbortController();
  const watch = watchTheSlow(over.signal);
  const took = await talk(options.seconds * 1_000);
  await until('it to be cut', async () => (await bufferedFor(slow)) === undefined);
  over.abort();
  cutAfterMs = [...cutAfterMs, (await watch) - stoppedAt];
  await resumes(wire, { historyId, account, start });
  return took;
}

/** The same in everything, what is looked at as well, but that the client reads. */
async function besideReader(): Promise<readonly number[]> {
  using _reading = await liveWire(slow, house.url);
  for (let round = 0; round < roundsToFill; round++) await allSayLong();
  const over = new AbortController();
  const watch = watchTheSlow(over.signal);
  const took = await talk(options.seconds * 1_000);
  over.abort();
  await watch;
  return took;
}

/** Everybody says long things until no more is buffered for the slow one. */
async function fill(): Promise<void> {
  let before = 0;
  roundsToFill = 0;
  await until('the slow client to be behind', async () => {
    await allSayLong();
    roundsToFill++;
    const buffered = (await bufferedFor(slow)) ?? 0;
    most = Math.max(most, buffered);
    const isFull = buffered > 0 && buffered === before;
    before = buffered;
    return isFull;
  });
  await until('everybody to have heard it', () =>
    others.every((chat) => chat.events().length === others[0]!.events().length),
  );
}

async function allSayLong(): Promise<void> {
  for (const chat of others) chat.says(LONG);
  await until('them to be answered', () => others.every(({ isAnswered }) => isAnswered));
}

/** @returns when it was first seen to be gone, or when the phase was over */
async function watchTheSlow(over: AbortSignal): Promise<number> {
  let goneAt: number | undefined;
  while (!over.aborted) {
    const buffered = await bufferedFor(slow);
    if (buffered === undefined) goneAt ??= performance.now();
    else if (goneAt === undefined) most = Math.max(most, buffered);
    await new Promise((resolve) => setTimeout(resolve, WATCH_EVERY_MS));
  }
  return goneAt ?? performance.now();
}

/** What it reads at last, and after it has come back, is everything, once and in order. */
async function resumes(wire: Wire, cursors: { historyId: string; account: number; start: number }): Promise<void> {
  const { historyId, account, start } = cursors;
  wire.webSocket.resume();
  await wire.closes();
  const seen = seqsOf(wire);
  using again = await silentWire(slow, house.url);
  again.send({ t: 'hello', v: PROTOCOL_VERSION, historyId, account, rooms: { [LOBBY]: start + seen.length } });
  const end = readLedger(house.dataFolder).rooms.get(LOBBY)!.length;
  await until('the rest', () => seqsOf(again).at(-1) === end || again.of('reset').length > 0);
  const all = [...seen, ...seqsOf(again)];
  found.unless(
    again.of('reset').length > 0 ||
      (all.length === end - start && all.every((seq, index) => seq === start + 1 + index)),
    'it missed something when it came back',
  );
}

/** Resolves in the turn in which the last of them has seen so many events. */
function seenBy(chats: readonly Chat[], count: number): Promise<unknown> {
  const sees = (chat: Chat): Promise<void> =>
    new Promise((resolve) => {
      const stop = chat.client.listen(({ kind }) => {
        if (kind !== 'event' || chat.events().length < count) return;
        stop();
        resolve();
      });
    });
  return Promise.all(chats.map(sees));
}

function seqsOf(wire: Wire): readonly number[] {
  return wire.of('message').flatMap(({ room, seq }) => (room === LOBBY ? [seq] : []));
}

async function bufferedFor({ account }: Person): Promise<number | undefined> {
  return (await house.clients()).find((client) => client.account === account.id)?.bytesBuffered;
}
