import { parseScript, wholeNumber, type ParsedArguments } from '@skein/command-line/script-options';
import { LOADS, type Load } from '../loads.ts';

export interface ProfileOptions {
  readonly load: Load;
  readonly measureMs: number;
  readonly accounts: number;
  /** Given to the server: its number of hub workers. */
  readonly workers?: number;
  /** How many functions are listed. */
  readonly top: number;
}

const DEFAULTS = { load: 'one', measureMs: 5_000, accounts: 200, top: 25 } as const;

export const HELP = `Names the functions in which the time of one load goes, per delivery, and leaves CPU profiles of every thread.

  pnpm bench:profile [options]

In the first half of the time the CPU of each thread is counted, in the second every thread is profiled.

  --load KEY     one of ${LOADS.map(({ key }) => key).join(',')} (${DEFAULTS.load})
  --measure MS   how long both halves take together (${DEFAULTS.measureMs})
  --accounts N   accounts that are registered before, at least one for each room (${DEFAULTS.accounts})
  --workers N    hub workers of the server (its own default)
  --top N        how many functions are listed (${DEFAULTS.top})
  --help         this page`;

export function parseProfileArguments(args: readonly string[]): ParsedArguments<ProfileOptions> {
  return parseScript(args, { texts: ['load', 'measure', 'accounts', 'workers', 'top'] }, (flags) => ({
    load: loadOf(flags.load ?? DEFAULTS.load),
    measureMs: wholeNumber('measure', flags.measure, DEFAULTS.measureMs),
    accounts: wholeNumber('accounts', flags.accounts, DEFAULTS.accounts),
    top: wholeNumber('top', flags.top, DEFAULTS.top),
    ...(flags.workers === undefined ? {} : { workers: wholeNumber('workers', flags.workers, 1) }),
  }));
}

function loadOf(key: string): Load {
  const load = LOADS.find((one) => one.key === key);
  if (load) return load;
  throw new Error(`There is no load ${JSON.stringify(key)}; there are ${LOADS.map((one) => one.key).join(', ')}.`);
}
