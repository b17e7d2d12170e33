import { parseScript, wholeNumber, type ParsedArguments } from '@skein/command-line/script-options';
import { tellMistakes } from '@skein/command-line/tell-mistakes';

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
  const parsed = parseScript(process.argv.slice(2), { texts: names }, (flags) => {
    const numbers = names.map((name) => {
      const { fallback, least } = command.options[name];
      return [name, wholeNumber(name, flags[name], fallback, least)];
    });
    return Object.fromEntries(numbers) as Numbers<Name>;
  });
  return runOrLeave(parsed, command.name, () => helpOf(command));
}

/** What is to be run; otherwise ends this process with its help, or with what is wrong. What a person can mend is told in one line later, too. */
export function runOrLeave<Options>(parsed: ParsedArguments<Options>, name: string, help: () => string): Options {
  if (parsed.kind === 'run') {
    tellMistakes(name);
    return parsed.options;
  }
  if (parsed.kind === 'help') process.stdout.write(`${help()}\n`);
  else process.stderr.write(`${name}: ${parsed.message}\n`);
  process.exit(parsed.kind === 'help' ? EXIT.proven : EXIT.misused);
}

function helpOf<Name extends string>({ name, about, options }: Command<Name>): string {
  const lines = Object.entries<NumberOption>(options).map(([option, given]) => {
    const fallback = given === SEED || Number.isNaN(given.fallback) ? '' : ` (${given.fallback})`;
    return `  ${`--${option} N`.padEnd(16)}${given.help}${fallback}`;
  });
  const codes = 'The exit code is 0 where all of it held, 1 where it did not, 2 for a wrong option.';
  return [about, codes, '', `  ${name} [options]`, '', ...lines, `  ${'--help'.padEnd(16)}this page`].join('\n');
}
