import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { parseArgs } from 'node:util';
import packageJson from '../package.json' with { type: 'json' };
import { noCommand } from './commands/commands.ts';
import { helpText } from './config-help.ts';
import {
  DEFAULT_CONNECTIONS,
  DEFAULT_PORT,
  DEFAULT_WORKERS,
  OPTION_NAMES,
  OPTIONS,
  variableOf,
  type Concurrency,
  type OptionName,
} from './config-options.ts';
import { DEFAULT_DATA_FOLDER } from './places.ts';
import { Mistake } from '@skein/command-line/mistake';
import { nearest } from '@skein/command-line/nearest';
import { isInside, readValue } from './config-values.ts';

// The command line and the environment become one checked, plain object, which workers get as a copy.

export type { Concurrency };

export const VERSION = packageJson.version;

export interface Config {
  /** 0: any free one. */
  readonly port: number;
  /** Undefined: every address of this machine. */
  readonly host: string | undefined;
  readonly concurrency: Concurrency;
  /** In a pool. */
  readonly workers: number;
  /** At once, where each connection has a worker of its own. */
  readonly connections: number;
  /** How long each HTTP response is held back, with whoever answers it. */
  readonly delayMs: number;
  /** Absolute path of the hosted site; it is there. */
  readonly folder: string | undefined;
  /** Absolute path; the folder may not be there yet. */
  readonly dataFolder: string;
  /** What files may take, in bytes. Without `fileBytes` none are taken. */
  readonly files: { readonly fileBytes: number; readonly accountBytes: number; readonly serverBytes: number };
  /** Absolute paths of PEM files that fit each other. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Addresses and CIDR ranges; empty where no proxy is trusted. */
  readonly trustProxy: readonly string[];
  /** An origin such as `https://chat.example.org`. */
  readonly publicUrl: string | undefined;
  readonly verbose: boolean;
}

export type ParsedConfig =
  | { readonly kind: 'config'; readonly config: Config }
  /** Print the text and exit with 0. */
  | { readonly kind: 'help' | 'version'; readonly text: string }
  /** Print the line and exit with 2. */
  | { readonly kind: 'error'; readonly message: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** What was given for an option, and by what name to speak of it. */
interface Given {
  readonly text: string;
  readonly source: string;
}
type Givens = ReadonlyMap<OptionName, Given>;

/** The command line (without node and the script) wins over the environment, which wins over the defaults. */
export function parseConfig(argv: readonly string[], env: Environment): ParsedConfig {
  try {
    const flags = givenFlags(argv);
    if (flags.has('help')) return { kind: 'help', text: helpText() };
    if (flags.has('version')) return { kind: 'version', text: `skein ${VERSION}` };
    return { kind: 'config', config: readConfig(new Map([...givenVariables(env), ...flags])) };
  } catch (error) {
    if (error instanceof Mistake) return { kind: 'error', message: error.message };
    throw error;
  }
}

/** The data folder alone, for a command that needs nothing else of the server. @throws a Mistake */
export function readDataFolder(flag: string | undefined, env: Environment): string {
  const givens = new Map(givenVariables(env));
  if (flag !== undefined) givens.set('data', { text: flag, source: '--data' });
  return valueOf('data', givens) ?? DEFAULT_DATA_FOLDER;
}

function readConfig(givens: Givens): Config {
  const config: Config = {
    port: valueOf('port', givens) ?? DEFAULT_PORT,
    host: valueOf('host', givens),
    concurrency: valueOf('concurrency', givens) ?? 'thread-pool',
    workers: valueOf('workers', givens) ?? DEFAULT_WORKERS,
    connections: valueOf('connections', givens) ?? DEFAULT_CONNECTIONS,
    delayMs: valueOf('delay', givens) ?? 0,
    folder: valueOf('folder', givens),
    dataFolder: valueOf('data', givens) ?? DEFAULT_DATA_FOLDER,
    files: {
      fileBytes: valueOf('file-size', givens) ?? 100_000_000,
      accountBytes: valueOf('account-files', givens) ?? 2_000_000_000,
      serverBytes: valueOf('all-files', givens) ?? 20_000_000_000,
    },
    tls: readTls(givens),
    trustProxy: valueOf('trust-proxy', givens) ?? [],
    publicUrl: valueOf('public-url', givens),
    verbose: valueOf('verbose', givens) ?? false,
  };
  refuseToServeSecrets(config);
  return config;
}

function valueOf<N extends OptionName>(name: N, givens: Givens): ReturnType<(typeof OPTIONS)[N]['read']> | undefined {
  const given = givens.get(name);
  const reader = OPTIONS[name].read as (text: string) => ReturnType<(typeof OPTIONS)[N]['read']>;
  return given && readValue(given.source, reader, given.text);
}

function readTls(givens: Givens): Config['tls'] {
  const cert = valueOf('tls-cert', givens);
  const key = valueOf('tls-key', givens);
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined) throw new Mistake('--tls-key needs --tls-cert with it: the file of the certificate chain.');
  if (key === undefined) throw new Mistake('--tls-cert needs --tls-key with it: the file of the private key.');
  try {
    createSecureContext({ cert: readFileSync(cert), key: readFileSync(key) });
  } catch (error) {
    throw new Mistake(`--tls-cert and --tls-key cannot be used: ${(error as Error).message}`);
  }
  return { cert, key };
}

/** Whatever lies in the hosted folder can be read by everybody. */
function refuseToServeSecrets({ folder, dataFolder, tls }: Config): void {
  if (folder === undefined) return;
  if (isInside(folder, dataFolder)) {
    throw new Mistake(
      `--folder ${folder} would show the data folder ${dataFolder} to everybody; keep one outside the other.`,
    );
  }
  if (tls && isInside(folder, tls.key)) {
    throw new Mistake(`--folder ${folder} would show the private key ${tls.key} to everybody; keep it outside.`);
  }
}

/** An empty variable counts as none: that is how a compose file passes on what nobody set. */
function givenVariables(env: Environment): Givens {
  const givens = new Map<OptionName, Given>();
  for (const name of OPTION_NAMES) {
    const source = variableOf(name);
    const text = source && env[source];
    if (source && text) givens.set(name, { text, source });
  }
  return givens;
}

function givenFlags(argv: readonly string[]): Givens {
  const givens = new Map<OptionName, Given>();
  const args = argv.map((arg, index) => withBareValue(arg, argv[index + 1]));
  for (const token of parseArgs({ args, options: PARSE_ARGS_OPTIONS, strict: false, tokens: true }).tokens) {
    if (token.kind === 'positional') refuseCommand(token.value);
    if (token.kind === 'option') givens.set(...givenFlag(token));
  }
  return givens;
}

/** A value that may be left away is a number: anything else behind such a flag is not meant for it. */
function withBareValue(arg: string, next: string | undefined): string {
  if (next !== undefined && /^\d/.test(next)) return arg;
  for (const name of OPTION_NAMES) {
    const { short, bare } = OPTIONS[name] as { short?: string; bare?: string };
    if (bare === undefined) continue;
    if (arg === `--${name}`) return `${arg}=${bare}`;
    if (short && new RegExp(`^-[a-z]*${short}$`).test(arg)) return `${arg}${bare}`;
  }
  return arg;
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function givenFlag({ name, rawName, value, inlineValue }: OptionToken): [OptionName, Given] {
  if (!isOption(name)) throw new Mistake(`There is no option ${rawName}.${suggestion(rawName)} --help lists them all.`);
  const placeholder = OPTIONS[name].value;
  if (placeholder === undefined) {
    if (inlineValue) throw new Mistake(`--${name} is a switch and takes no value.`);
    return [name, { text: '1', source: rawName }];
  }
  // A flag behind a flag is a forgotten value.
  if (!value || (!inlineValue && value.startsWith('-'))) {
    throw new Mistake(`${rawName} needs a value: ${rawName} ${placeholder}`);
  }
  return [name, { text: value, source: rawName }];
}

function refuseCommand(command: string): void {
  if (command === 'serve') return;
  throw new Mistake(noCommand(command));
}

const PARSE_ARGS_OPTIONS = Object.fromEntries(
  OPTION_NAMES.map((name) => {
    const { short, value } = OPTIONS[name];
    return [name, { type: value ? ('string' as const) : ('boolean' as const), ...(short ? { short } : {}) }];
  }),
);

function isOption(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}

/** The nearest flag, where it is near enough that it could have been meant. */
function suggestion(rawName: string): string {
  const flag = nearest(
    rawName,
    OPTION_NAMES.map((name) => `--${name}`),
  );
  return flag ? ` Did you mean ${flag}?` : '';
}
