import { listOf, wholeNumber, type ParsedArguments } from '@skein/command-line/script-options';
import { parseMeasurement } from '../measurement-arguments.ts';
import { SERIES, type Extent } from './points.ts';

export interface GrowthOptions extends Omit<Extent, 'cores'> {
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Empty for all. */
  readonly only: readonly string[];
  /** Whether the section of benchmark.md and its chart are written anew. */
  readonly writes: boolean;
}

const FULL = {
  rounds: 5,
  warmUpMs: 1_500,
  measureMs: 2_000,
  accounts: 1_000,
  clients: 5_000,
  idle: { clients: 10_000, warmUpMs: 20_000, measureMs: 60_000 },
  loneMessages: 50,
};
const QUICK: typeof FULL = {
  rounds: 1,
  warmUpMs: 300,
  measureMs: 1_000,
  accounts: 200,
  clients: 1_000,
  idle: { clients: 1_000, warmUpMs: 20_000, measureMs: 20_000 },
  loneMessages: 10,
};

export const HELP = `Measures how cost grows: whether a delivery costs the same in small and large rooms, and in few and many.

  pnpm bench:growth [options]

What it looks at, each time on a fresh server, in another order each round:

  members   CPU for a delivery in rooms of 10 to 5,000 members, with the same clients and 50,000 deliveries a second
  rooms     the same in 1 to 1,000 rooms; asked is that both stay flat
  workers   deliveries a second and CPU with 1, 2, 4, … hub workers up to the number of cores, given all they can take
  lone      a lone message on an idle server: from post to delivery at the median within 5 ms
  idle      10,000 clients that only ping: less than 5 % of a core; measured once

It prints tables and where a target is missed. Figures mean something only on a machine with nothing else to do.

  --quick        about three minutes: one short round with fewer clients, which judges less
  --rounds N     rounds (${FULL.rounds}, some twenty minutes; with --quick ${QUICK.rounds})
  --measure MS   how long each point of members, rooms and workers is measured (${FULL.measureMs}; with --quick ${QUICK.measureMs})
  --accounts N   accounts that are registered before; more rooms than that are left out (${FULL.accounts}; with --quick ${QUICK.accounts})
  --idle N       idle clients (${FULL.idle.clients}; with --quick ${QUICK.idle.clients}); each is an open file of the server's and of the generator's
  --only LIST    of ${SERIES.join(',')} (all)
  --write        write the section of benchmark.md and its chart
  --help         this page`;

export function parseGrowthArguments(args: readonly string[]): ParsedArguments<GrowthOptions> {
  const texts = ['measure', 'idle', 'only'] as const;
  return parseMeasurement(args, { full: FULL, quick: QUICK, counts: ['rounds', 'accounts'], texts }, (base, flags) => ({
    ...base,
    measureMs: wholeNumber('measure', flags.measure, base.measureMs),
    idle: { ...base.idle, clients: wholeNumber('idle', flags.idle, base.idle.clients) },
    only: listOf(flags.only, SERIES),
  }));
}
