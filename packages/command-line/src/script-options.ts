import { parseArgs } from 'node:util';

// Options of the repository's scripts, such as `pnpm bench`, each of which has a help page written by hand.

export type ParsedArguments<Options> =
  | { readonly kind: 'run'; readonly options: Options }
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string };

export interface ScriptOptions<Text extends string, Many extends string, Switch extends string> {
  /** Those that take a value. */
  readonly texts?: readonly Text[];
  /** Those that take a value and may be given several times. */
  readonly lists?: readonly Many[];
  readonly switches?: readonly Switch[];
  /** Whether there are words that are no options. */
  readonly takesWords?: boolean;
}

export type ScriptFlags<Text extends string, Many extends string, Switch extends string> = {
  readonly [Name in Text]?: string;
} & { readonly [Name in Many]?: readonly string[] } & { readonly [Name in Switch]?: boolean };

/**
 * Reads the arguments of a script, without the `--` that package managers leave in front. Whatever `read` throws is a mistake in
 * them. Every script has `--help`.
 */
export function parseScript<Text extends string, Many extends string, Switch extends string, Options>(
  args: readonly string[],
  { texts = [], lists = [], switches = [], takesWords = false }: ScriptOptions<Text, Many, Switch>,
  read: (flags: ScriptFlags<Text, Many, Switch>, words: readonly string[]) => Options,
): ParsedArguments<Options> {
  try {
    const { values, positionals } = parseArgs({
      args: args.filter((arg, index) => arg !== '--' || index > 0),
      allowPositionals: takesWords,
      options: {
        ...named(texts, { type: 'string' }),
        ...named(lists, { type: 'string', multiple: true }),
        ...named(switches, { type: 'boolean' }),
        help: { type: 'boolean', short: 'h' },
      },
    });
    const flags: Readonly<Record<string, unknown>> = values;
    if (flags['help'] === true) return { kind: 'help' };
    return { kind: 'run', options: read(flags as ScriptFlags<Text, Many, Switch>, positionals) };
  } catch (error) {
    return { kind: 'mistake', message: error instanceof Error ? error.message : String(error) };
  }
}

export function wholeNumber(name: string, text: string | undefined, fallback: number, least = 1): number {
  if (text === undefined) return fallback;
  if (/^\d+$/.test(text) && Number(text) >= least) return Number(text);
  throw new Error(`--${name} must be a whole number of at least ${least}, not ${JSON.stringify(text)}.`);
}

/** A list such as `1,10,100`. */
export function wholeNumbers(name: string, text: string | undefined, fallback: readonly number[]): readonly number[] {
  return text?.split(',').map((each) => wholeNumber(name, each, 0)) ?? fallback;
}

/** A list such as `one,small`; empty where there is none. */
export function listOf(text: string | undefined, known: readonly string[]): readonly string[] {
  const keys = text?.split(',') ?? [];
  const unknown = keys.find((key) => !known.includes(key));
  if (unknown !== undefined) throw new Error(`There is no ${JSON.stringify(unknown)}; there are ${known.join(', ')}.`);
  return keys;
}

function named<Kind>(names: readonly string[], kind: Kind): Readonly<Record<string, Kind>> {
  return Object.fromEntries(names.map((name) => [name, kind]));
}
