import { parseArgs } from 'node:util';
import { allOptions, type Command, type Option, type Options } from './command.ts';
import { Mistake } from './mistake.ts';
import { nearest } from './nearest.ts';

/** What was given: text for an option with a value, true for a switch. */
export type Flags<O extends Options> = {
  readonly [Name in keyof O]?: O[Name] extends { readonly value: string } ? string : true;
};

export type Given<O extends Options> =
  | { readonly kind: 'help' }
  | { readonly kind: 'run'; readonly flags: Flags<O>; readonly words: readonly string[] };

/** Reads what stands behind a command's name. @throws a Mistake */
export function readCommand<O extends Options>(command: Command<O>, args: readonly string[]): Given<O> {
  const options = allOptions(command);
  const { tokens } = parseArgs({ args: [...args], options: forParseArgs(options), strict: false, tokens: true });
  const flags: Record<string, string | true> = {};
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind === 'option') flags[token.name] = flagValue(command, options, token);
  }
  if (flags['help']) return { kind: 'help' };
  return { kind: 'run', flags: flags as Flags<O>, words };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function flagValue(command: Command, options: Options, { name, rawName, value, inlineValue }: OptionToken) {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option) throw new Mistake(unknownOption(command, options, rawName));
  if (option.value === undefined) {
    if (inlineValue) throw new Mistake(`--${name} is a switch and takes no value.`);
    return true;
  }
  // A flag behind a flag is a forgotten value.
  if (!value || (!inlineValue && value.startsWith('-') && value !== '-')) {
    throw new Mistake(`${rawName} needs a value: ${rawName} ${option.value}`);
  }
  return value;
}

function unknownOption(command: Command, options: Options, rawName: string): string {
  const flag = nearest(
    rawName,
    Object.keys(options).map((name) => `--${name}`),
  );
  const hint = flag ? ` Did you mean ${flag}?` : '';
  return `skein ${command.name} has no option ${rawName}.${hint} skein ${command.name} --help lists them all.`;
}

function forParseArgs(options: Options) {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, parseArgsOption(option)]));
}

function parseArgsOption({ short, value }: Option) {
  return { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short ? { short } : {}) };
}
