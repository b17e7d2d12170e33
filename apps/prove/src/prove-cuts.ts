import { counted, Findings } from './commands/figures.ts';
import { EXIT, readOptions, SEED } from './commands/options.ts';
import { Progress } from './commands/progress.ts';
import { House } from './house.ts';
import { randomFrom } from './random.ts';
import { cutEverybody } from './siege/cuts.ts';

// `pnpm prove:cuts`: whoever is cut, however often, has every room as the ledger has it.

const CUTS_PER_SECOND = 150;
const CLIENTS_PER_ACCOUNT = 25;

const options = readOptions({
  name: 'pnpm prove:cuts',
  about: `Cuts the connection of every client again and again while they talk, lets some sleep for so long that their rooms have to be
begun anew, and then compares what every client saw with what the database says.`,
  options: {
    clients: { fallback: 1_000, least: CLIENTS_PER_ACCOUNT * 2, help: 'how many clients talk' },
    cuts: { fallback: 20, least: 1, help: 'how often each of them is cut' },
    rate: { fallback: 200, least: 1, help: 'messages a second' },
    workers: { fallback: 2, least: 1, help: 'hub workers of the server' },
    seed: SEED,
  },
});

console.log(`seed ${options.seed}`);
await using house = await House.open({ args: ['--workers', String(options.workers)] });
const outcome = await run();
const { cuts, messages, deliveries, resets, sleepers, stories } = outcome;
const found = new Findings();
found.figure('cuts', `${counted(cuts)} of ${counted(options.clients)} clients`);
found.figure('messages', `${counted(messages)} acknowledged, ${counted(deliveries)} deliveries`);
found.figure(
  'begun anew',
  `${resets.ofSleepers} rooms by ${sleepers} clients that had slept for too long, ${resets.ofOthers} by others`,
);
found.unless(resets.ofSleepers === sleepers, 'not everybody who slept for too long was told');
found.unless(stories.length === 0, 'what clients saw is not what the database says');
for (const line of house.errors()) found.unless(false, `the server's log has: ${line}`);
console.log(String(found));
for (const story of stories) console.log(`\n${story}`);
process.exitCode = found.isProven ? EXIT.proven : EXIT.refuted;

async function run() {
  let done = 0;
  const total = options.clients * options.cuts;
  using _progress = new Progress(() => ({ share: done / total, text: `${counted(done)} of ${counted(total)} cuts` }));
  return cutEverybody(house, {
    ...options,
    clientsPerAccount: CLIENTS_PER_ACCOUNT,
    cutsPerSecond: CUTS_PER_SECOND,
    random: randomFrom(options.seed),
    onProgress: (cut) => (done = cut),
  });
}
