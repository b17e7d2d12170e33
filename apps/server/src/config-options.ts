import { availableParallelism, totalmem } from 'node:os';
import {
  addressRanges,
  existingFile,
  existingFolder,
  folderToBe,
  host,
  oneOf,
  megabytes,
  origin,
  wholeNumber,
  yesOrNo,
} from './config-values.ts';
import { DEFAULT_DATA_FOLDER } from './places.ts';

/** Each option once. Its flag is its key, its environment variable `SKEIN_` and the key in capitals. */
interface Option<T> {
  readonly section: 'Listening' | 'Concurrency' | 'Content' | 'Reaching it over the internet' | 'Other';
  readonly short?: string;
  /** What stands for the value in the help; an option without it is a switch. */
  readonly value?: string;
  readonly help: string;
  /** How the default reads in the help. */
  readonly fallback?: string;
  readonly read: (text: string) => T;
  /** What the flag alone stands for, where its value may be left away. */
  readonly bare?: string;
}

export const CONCURRENCIES = ['thread', 'thread-pool', 'process', 'process-pool', 'async'] as const;
export type Concurrency = (typeof CONCURRENCIES)[number];

export const DEFAULT_PORT = 8085;
/** One core stays for the supervisor and the ledger. */
export const DEFAULT_WORKERS = Math.min(Math.max(availableParallelism() - 1, 1), 8);

/** A quarter of the memory, at the 41 MiB that a process takes, and not more than a person would try. */
export const DEFAULT_CONNECTIONS = Math.min(Math.max(Math.floor(totalmem() / 4 / (41 * 1024 * 1024)), 4), 64);
/** Long enough to see, for a person with two browsers. */
const BARE_DELAY_MS = 1_000;

export const OPTIONS = {
  port: option({
    section: 'Listening',
    short: 'p',
    value: 'N',
    help: 'the port; 0 takes any free one',
    fallback: `${DEFAULT_PORT}`,
    read: wholeNumber(0, 65_535),
  }),
  // A chat is there for others, and a stranger can only register once its operator opened registration.
  host: option({
    section: 'Listening',
    value: 'ADDRESS',
    help: 'listen on this address only, such as 127.0.0.1',
    fallback: 'every address of this machine',
    read: host,
  }),
  concurrency: option({
    section: 'Concurrency',
    short: 'c',
    value: 'MODE',
    help: `who serves clients, one of
thread        a thread for each connection
thread-pool   some threads, which share memory
process       a process for each connection
process-pool  some processes
async         the main thread alone, with one event loop for everything`,
    fallback: 'thread-pool',
    read: oneOf(CONCURRENCIES),
  }),
  // Of the 32 bits of an interest mask one is for whoever takes a dead worker's place.
  workers: option({
    section: 'Concurrency',
    value: 'N',
    help: 'how many threads or processes are in a pool, 1 to 31',
    fallback: `the cores less one, at most 8; here ${DEFAULT_WORKERS}`,
    read: wholeNumber(1, 31),
  }),
  connections: option({
    section: 'Concurrency',
    value: 'N',
    help: 'with a thread or a process for each: how many connections are served at once, 1 to 1000',
    fallback: `what a quarter of the memory holds, at most 64; here ${DEFAULT_CONNECTIONS}`,
    read: wholeNumber(1, 1_000),
  }),
  delay: option({
    section: 'Concurrency',
    short: 'd',
    value: '[MS]',
    bare: `${BARE_DELAY_MS}`,
    help: `hold each HTTP response back, and with it the thread or process that answers,
to see how many work at the same time; 0 to 5000 milliseconds`,
    fallback: `0; -d alone means ${BARE_DELAY_MS}`,
    read: wholeNumber(0, 5_000),
  }),
  folder: option({
    section: 'Content',
    short: 'f',
    value: 'DIR',
    help: 'a web site to serve at /, next to the chat at /chat/',
    fallback: 'none; / leads to the chat',
    read: existingFolder,
  }),
  data: option({
    section: 'Content',
    value: 'DIR',
    help: 'where messages, accounts and secrets are kept',
    fallback: DEFAULT_DATA_FOLDER,
    read: folderToBe,
  }),
  'file-size': option({
    section: 'Content',
    value: 'MB',
    help: 'the largest file that may be sent, in megabytes; 0 takes none',
    fallback: '100',
    read: megabytes(0),
  }),
  'account-files': option({
    section: 'Content',
    value: 'MB',
    help: 'room for the files of one account',
    fallback: '2000',
    read: megabytes(1),
  }),
  'all-files': option({
    section: 'Content',
    value: 'MB',
    help: 'room for the files of everybody together',
    fallback: '20000',
    read: megabytes(1),
  }),
  'tls-cert': option({
    section: 'Reaching it over the internet',
    value: 'FILE',
    help: 'serve HTTPS with this certificate chain (PEM) …',
    read: existingFile,
  }),
  'tls-key': option({
    section: 'Reaching it over the internet',
    value: 'FILE',
    help: '… and its private key (PEM)',
    read: existingFile,
  }),
  'public-url': option({
    section: 'Reaching it over the internet',
    value: 'URL',
    help: 'what people type to get here, such as https://chat.example.org',
    fallback: 'what the request says',
    read: origin,
  }),
  'trust-proxy': option({
    section: 'Reaching it over the internet',
    value: 'LIST',
    help: 'proxies whose X-Forwarded-* headers count, such as loopback or 10.0.0.0/8,192.0.2.7',
    fallback: 'none',
    read: addressRanges,
  }),
  verbose: option({
    section: 'Other',
    short: 'v',
    help: 'log what is done, each line with its worker and its socket',
    read: yesOrNo,
  }),
  help: option({ section: 'Other', short: 'h', help: 'show this page', read: yesOrNo }),
  version: option({ section: 'Other', help: 'show the version', read: yesOrNo }),
};

export type OptionName = keyof typeof OPTIONS;
export const OPTION_NAMES = Object.keys(OPTIONS) as OptionName[];

/** `--help` and `--version` ask a question; they are no setting, so the environment cannot ask it. */
export function variableOf(name: OptionName): string | undefined {
  if (name === 'help' || name === 'version') return undefined;
  return `SKEIN_${name.toUpperCase().replaceAll('-', '_')}`;
}

function option<T>(given: Option<T>): Option<T> {
  return given;
}
