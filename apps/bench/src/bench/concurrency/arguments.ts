import { listOf, wholeNumbers, type ParsedArguments } from '@skein/command-line/script-options';
import { parseMeasurement } from '../measurement-arguments.ts';
import { CONTESTANTS } from './modes.ts';

export interface ConcurrencyOptions {
  /** Runs of each measurement. */
  readonly rounds: number;
  /** Of each run of requests. */
  readonly seconds: number;
  readonly delayMs: number;
  readonly accounts: number;
  /** Clients in the room, ascending. */
  readonly clients: readonly number[];
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Keys of contestants; empty for all. */
  readonly only: readonly string[];
  /** Whether the section of benchmark.md and its charts are written anew. */
  readonly writes: boolean;
}

const FULL = {
  rounds: 3,
  seconds: 10,
  delayMs: 20,
  accounts: 300,
  clients: [1, 10, 100, 1_000],
  warmUpMs: 1_000,
  measureMs: 3_000,
};
const QUICK: typeof FULL = {
  rounds: 1,
  seconds: 2,
  delayMs: 20,
  accounts: 20,
  clients: [1, 10, 100],
  warmUpMs: 300,
  measureMs: 1_000,
};

export const HELP = `Compares the ways to run Skein (--concurrency) with each other and with one thread of Express and ws.

  pnpm bench:concurrency [options]

What it measures, each time on a fresh server, in another order each round:

  requests  for /page.html: as many as it can (wrk -t10 -c10), without and with --delay ${FULL.delayMs}, and 10,000 a second
            (wrk2 where it is installed, else autocannon)
  chat      a room of 1 to 1,000 clients in which 8 messages are always in flight; a thread or a process for each
            connection takes part as far as it can

It prints requests and deliveries a second, response times, CPU and memory, and takes about 25 minutes. It needs wrk.

  --quick        about three minutes: one short round
  --rounds N     runs of everything (${FULL.rounds}; with --quick ${QUICK.rounds})
  --seconds N    how long each run of requests takes (${FULL.seconds}; with --quick ${QUICK.seconds})
  --clients LIST how many clients are in the room (${FULL.clients.join(',')}; with --quick ${QUICK.clients.join(',')})
  --only LIST    of ${CONTESTANTS.map(({ key }) => key).join(',')} (all)
  --write        write the section of benchmark.md and its charts
  --help         this page`;

export function parseConcurrencyArguments(args: readonly string[]): ParsedArguments<ConcurrencyOptions> {
  const texts = ['clients', 'only'] as const;
  return parseMeasurement(args, { full: FULL, quick: QUICK, counts: ['rounds', 'seconds'], texts }, (base, flags) => ({
    ...base,
    clients: wholeNumbers('clients', flags.clients, base.clients),
    only: listOf(
      flags.only,
      CONTESTANTS.map(({ key }) => key),
    ),
  }));
}
