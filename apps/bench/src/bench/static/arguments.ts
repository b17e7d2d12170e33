import type { ParsedArguments } from '@skein/command-line/script-options';
import { parseMeasurement } from '../measurement-arguments.ts';

export interface StaticOptions {
  /** Runs of each. */
  readonly rounds: number;
  /** Of each run. */
  readonly seconds: number;
  /** Whether the section of benchmark.md and its chart are written anew. */
  readonly writes: boolean;
}

const DEFAULTS = { rounds: 3, seconds: 10 };

export const HELP = `Measures what it costs to serve a page of 8 kB: Skein with one hub worker, others on Node that install from npm, and
nginx where it is installed.

  pnpm bench:static [options]

Each in turn, in another order each round, with wrk -t10 -c10, in one process or thread. It needs wrk, and takes about four minutes.

  --rounds N     runs of each; medians are shown (${DEFAULTS.rounds})
  --seconds N    how long each run takes (${DEFAULTS.seconds})
  --write        write the section of benchmark.md and its chart
  --help         this page`;

export function parseStaticArguments(args: readonly string[]): ParsedArguments<StaticOptions> {
  return parseMeasurement(args, { full: DEFAULTS, counts: ['rounds', 'seconds'] }, (numbers) => numbers);
}
