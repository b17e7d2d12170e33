import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { counted, Findings, inMs } from './commands/figures.ts';
import { EXIT, readOptions } from './commands/options.ts';
import { House } from './house.ts';
import { granted, loggedInAgain, type Person, registered } from './person.ts';
import { until } from './until.ts';
import { liveWire, silentWire, type Wire } from './wire.ts';

// `pnpm prove:endings`: how long after logging out, a reset, an operator's hand and a removal the last socket has heard its last.

const WITHIN_MS = 1_000;
const RESUMING = 4;

const options = readOptions({
  name: 'pnpm prove:endings',
  about: `Logs out, resets a password, ends clients as the operator and removes somebody from a room, with sockets on every worker and
others that are resuming at that moment, and measures how long anything still comes.`,
  options: {
    rounds: { fallback: 10, least: 1, help: 'how often each of them' },
    sockets: { fallback: 40, least: 1, help: 'of the one whom it concerns' },
    workers: { fallback: 4, least: 1, help: 'hub workers of the server' },
  },
});

await using house = await House.open({ args: ['--workers', String(options.workers)] });
const ada = await registered(house.url, 'ada');
const lin = await registered(house.url, 'lin');
const found = new Findings();
await measure('log-out', async (leaving) => granted(await leaving.rest.logOut()));
await measure('log-out, by reset', async () => {
  const { url } = granted(await house.operator.rest.makeResetLink('ada'));
  granted(await house.operator.rest.resetPassword(url.split('#reset=')[1]!, ada.password));
});
await measure(
  'operator',
  async () => {
    const ids = (await house.clients()).flatMap(({ id, account }) => (account === ada.account.id ? [id] : []));
    await Promise.all(ids.map((id) => house.endClient(id)));
  },
  { resuming: false },
);
await measureRemovals();
console.log(String(found));
process.exitCode = found.isProven ? EXIT.proven : EXIT.refuted;

/** Every socket of a session is closed, also those that were saying hello when it ended. */
async function measure(what: string, end: (leaving: Person) => Promise<void>, { resuming = true } = {}): Promise<void> {
  const timesMs: number[] = [];
  let sockets = 0;
  for (let round = 0; round < options.rounds; round++) {
    const leaving = await loggedInAgain(ada, house.url);
    const wires = await Promise.all(Array.from({ length: options.sockets }, () => liveWire(leaving, house.url)));
    let isOver = false;
    const resumed: Wire[] = [];
    const resumers = Array.from({ length: resuming ? RESUMING : 0 }, () => resumeUntil(() => isOver, leaving, resumed));
    await until('some to resume', () => !resuming || resumed.length > RESUMING);
    await end(leaving);
    const endedAt = performance.now();
    const all = (): readonly Wire[] => [...wires, ...resumed];
    await until('all of them to be closed', () => all().every(({ closeCode }) => closeCode !== undefined));
    timesMs.push(performance.now() - endedAt);
    isOver = true;
    await Promise.all(resumers);
    sockets += all().length;
  }
  conclude(what, timesMs, `${counted(sockets)} sockets`);
}

async function measureRemovals(): Promise<void> {
  const room = granted(await lin.rest.createRoom({ name: 'Attic', kind: 'private' })).id;
  const timesMs: number[] = [];
  let sockets = 0;
  for (let round = 0; round < options.rounds; round++) {
    granted(await lin.rest.invite(room, 'ada'));
    const back = await loggedInAgain(ada, house.url);
    const wires = await Promise.all(Array.from({ length: options.sockets }, () => liveWire(back, house.url)));
    const isKeptOut = round % 2 === 1;
    granted(await (isKeptOut ? lin.rest.ban(room, ada.account.id) : lin.rest.removeMember(room, ada.account.id)));
    const removedAt = performance.now();
    await until('all to be told', () =>
      wires.every((wire) => wire.of('exited').some((exited) => exited.room === room)),
    );
    timesMs.push(performance.now() - removedAt);
    sockets += wires.length;
    for (const wire of wires) wire[Symbol.dispose]();
    if (isKeptOut) granted(await lin.rest.unban(room, ada.account.id));
  }
  conclude('removal', timesMs, `${counted(sockets)} sockets told`);
}

function conclude(what: string, timesMs: readonly number[], sockets: string): void {
  const slowest = Math.max(...timesMs);
  found.figure(what, `${sockets} on ${options.workers} workers; the last ${inMs(slowest)} after the answer`);
  found.unless(slowest <= WITHIN_MS, `${what}: a socket lived on for ${inMs(slowest)}`);
}

/** Connects and says hello over and over, until it is not let in any more. */
async function resumeUntil(isOver: () => boolean, person: Person, wires: Wire[]): Promise<void> {
  while (!isOver()) {
    const wire = await silentWire(person, house.url).catch(() => undefined);
    if (!wire) return;
    wires.push(wire);
    wire.send({ t: 'hello', v: PROTOCOL_VERSION });
    await new Promise((resolve) => setImmediate(resolve));
  }
}
