import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { CLOSE_CODES } from '@skein/protocol/close-codes';
import { connected } from './chat.ts';
import { counted, Findings, inMs } from './commands/figures.ts';
import { EXIT, readOptions } from './commands/options.ts';
import { House } from './house.ts';
import { readLedger } from './ledger.ts';
import { registeredPeople } from './person.ts';
import { stalledWire } from './stalled-wire.ts';
import { until } from './until.ts';
import { liveWire, type Wire } from './wire.ts';

// `pnpm prove:stopping`: SIGTERM with many clients, one of which does not read, while others talk.

const NOT_READY_WITHIN_MS = 50;
const ENDED_WITHIN_MS = 5_000;
const TALKERS = 8;
const LINES_EACH = 25;
const CONNECTING_AT_ONCE = 50;

const options = readOptions({
  name: 'pnpm prove:stopping',
  about: `Stops a server by SIGTERM while people talk, many listen and one has stopped reading, and looks at when it says that it is not
ready, whether everybody is told to come back, each at another time, when it has ended, and whether an acknowledged message was lost.`,
  options: { clients: { fallback: 1_000, least: 2, help: 'how many clients are connected' } },
});

const found = new Findings();
await using house = await House.open({ args: ['--workers', '2'] });
const people = await registeredPeople(house.url, TALKERS);
using chats = await connected(people);
const listeners: Wire[] = [];
while (listeners.length < options.clients - TALKERS - 1) {
  const count = Math.min(CONNECTING_AT_ONCE, options.clients - TALKERS - 1 - listeners.length);
  listeners.push(...(await Promise.all(Array.from({ length: count }, () => liveWire(house.operator, house.url)))));
}
using _stalled = await stalledWire(house, people[0]!);
const watch = new Worker(new URL('readiness-watch.ts', import.meta.url), { workerData: { url: house.url } });
await once(watch, 'message');
for (const chat of chats) for (let line = 0; line < LINES_EACH; line++) chat.says(`line ${line}`);
await until('the first acknowledgements', () => chats.some(({ acks }) => acks.size > 0));

const heardNo = once(watch, 'message') as Promise<[number]>;
const stoppedAt = performance.now();
process.kill(house.server.pid, 'SIGTERM');
const [[heardNoAt], code] = await Promise.all([heardNo, house.server.ended]);
const notReadyMs = heardNoAt - performance.timeOrigin - stoppedAt;
const endedMs = performance.now() - stoppedAt;

for (const wire of listeners) await wire.closes();
const told = listeners.filter(
  (wire) => wire.closeCode === CLOSE_CODES.restarting && wire.of('bye')[0]?.code === 'stopping',
);
const delays = told.map((wire) => wire.of('bye')[0]!.retryInMs ?? 0).toSorted((left, right) => left - right);
const ledger = readLedger(house.dataFolder);
const acknowledged = chats.reduce((sum, { acks }) => sum + acks.size, 0);
const lost = chats.flatMap(({ account, acks }) =>
  [...acks.keys()].filter((id) => ledger.messagesOf(account, id).length !== 1),
);

found.figure('not ready', `said ${inMs(notReadyMs)} after the signal`);
found.figure(
  'told',
  `${counted(told.length)} of ${counted(listeners.length)} listeners: 1012, and to come back after ${inMs(delays[0] ?? 0)} to ${inMs(delays.at(-1) ?? 0)}`,
);
found.figure('ended', `${inMs(endedMs)} after the signal with exit code ${code}, one client stalled`);
found.figure('messages', `${counted(acknowledged)} acknowledged, ${lost.length} of them lost`);
found.unless(
  notReadyMs <= NOT_READY_WITHIN_MS,
  `it was ready for ${inMs(notReadyMs)}, longer than ${inMs(NOT_READY_WITHIN_MS)}`,
);
found.unless(told.length === listeners.length, `${listeners.length - told.length} were not told`);
found.unless(new Set(delays).size > delays.length / 3, 'those who are told come back all at once');
found.unless(
  endedMs <= ENDED_WITHIN_MS && code === 0,
  `it took longer than ${inMs(ENDED_WITHIN_MS)} or ended with ${code}`,
);
found.unless(lost.length === 0, `lost: ${lost.join(', ')}`);
console.log(String(found));
process.exitCode = found.isProven ? EXIT.proven : EXIT.refuted;
