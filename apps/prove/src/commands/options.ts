import { parseArgs } from 'node:util';

export interface NumberOption {
  /** NaN where there is none. */
  readonly fallback: number;
  readonly least: number;
  readonly help: string;
}

export interface Command<Name extends string> {
  /** How it is called, such as `pnpm prove:crashes`. */
  readonly name: string;
  /** What it shows, in a sentence or a few. */
  readonly about: string;
  readonly options: Readonly<Record<Name, NumberOption>>;
}

export type Numbers<Name extends string> = Readonly<Record<Name, number>>;

/** Exit codes of the commands that prove something. */
export const EXIT = { proven: 0, refuted: 1, misused: 2 } as const;

/** Of everything that is left to chance, so that a run can be repeated. */
export const SEED: NumberOption = {
  get fallback() {
    return Math.floor(Math.random() * 2 ** 32);
  },
  least: 0,
  help: 'what chance starts from (a new one each time)',
};

/** Reads this process's options; answers `--help` and mistakes itself, by ending the process. */
export function readOptions<Name extends string>(command: Command<Name>): Numbers<Name> {
  const names = Object.keys(command.options) as Name[];
  try {
    const { values }: { values: Readonly<Record<string, unknown>> } = parseArgs({
      args: withoutDashes(process.argv.slice(2)),
      options: {
        ...Object.fromEntries(names.map((name) => [name, { type: 'string' } as const])),
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values['help'] === true) return leave(EXIT.proven, helpOf(command));
    return Object.fromEntries(
      names.map((name) => [name, numberOf(name, values[name], command.options[name])]),
    ) as Numbers<Name>;
  } catch (error) {
    return leave(EXIT.misused, `${command.name}: ${(error as Error).message}`);
  }
}

/** Without the `--` that package managers leave in front. */
export function withoutDashes(args: readonly string[]): string[] {
  return args.filter((arg, index) => arg !== '--' || index > 0);
}

function numberOf(name: string, text: unknown, { fallback, least }: NumberOption): number {
  if (typeof text !== 'string') return fallback;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least) return number;
  throw new Error(`--${name} must be a whole number of at least ${least}, not ${JSON.stringify(text)}.`);
}

function helpOf<Name extends string>({ name, about, options }: Command<Name>): string {
  const lines = Object.entries<NumberOption>(options).map(([option, given]) => {
    const fallback = given === SEED || Number.isNaN(given.fallback) ? '' : ` (${given.fallback})`;
    return `  ${`--${option} N`.padEnd(16)}${given.help}${fallback}`;
  });
  const codes = 'The exit code is 0 where all of it held, 1 where it did not, 2 for a wrong option.';
  return [about, codes, '', `  ${name} [options]`, '', ...lines, `  ${'--help'.padEnd(16)}this page`].join('\n');
}

/** Ends this process with what it has to say: help on standard output, a mistake on standard error. */
export function leave(code: number, text: string): never {
  (code === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  process.exit(code);
}
