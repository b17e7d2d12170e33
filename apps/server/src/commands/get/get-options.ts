import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Mistake, wholeNumber } from '../../config-values.ts';
import { readTarget, type Target } from './target.ts';

export interface GetOptions {
  readonly target: Target;
  /** Absolute path; undefined: standard output. */
  readonly outputFile: string | undefined;
  readonly method: 'GET' | 'HEAD';
  readonly followsRedirects: boolean;
  readonly timeoutMs: number;
}

const DEFAULT_TIMEOUT_S = 30;

const OPTIONS = {
  output: { type: 'string', short: 'o' },
  head: { type: 'boolean', short: 'I' },
  location: { type: 'boolean', short: 'L' },
  timeout: { type: 'string', short: 't' },
  help: { type: 'boolean', short: 'h' },
} as const;

export const HELP = `Fetches one page over HTTP/1.1.

Usage: skein get [options] HOST PORT PATH
       skein get [options] URL             http:// or https://

Status and headers go to standard error, the body goes to standard output.

  -o, --output FILE       write the body to this file
  -I, --head              ask for the headers only
  -L, --location          follow redirects, at most 10
  -t, --timeout SECONDS   give up when nothing arrives for so long (default: ${DEFAULT_TIMEOUT_S})
  -h, --help              show this page

Exit codes
  0   the answer is a success (2xx) and came whole
  1   the answer is another one: an error (4xx, 5xx), or a redirect that was not followed
  2   there is no whole answer: no connection, no HTTP, cut short, no place to write it, or a mistake in the command

Examples
  skein get localhost 8085 /chat/
  skein get -o page.html https://chat.example.org/
  skein get -I localhost 8085 /api/ready
`;

/** @returns undefined where the help is asked for @throws a Mistake that is one line */
export function readOptions(args: readonly string[]): GetOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  return {
    target: readTarget(positionals),
    outputFile: values.output === undefined ? undefined : resolve(values.output),
    method: values.head ? 'HEAD' : 'GET',
    followsRedirects: values.location ?? false,
    timeoutMs: 1000 * (values.timeout === undefined ? DEFAULT_TIMEOUT_S : readTimeout(values.timeout)),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const [line] = (error as Error).message.split(/\.\s|\n/);
    throw new Mistake(`cannot be understood: ${line}. skein get --help explains it.`);
  }
}

function readTimeout(text: string): number {
  try {
    return wholeNumber(1, 86_400)(text);
  } catch (error) {
    throw error instanceof Mistake ? new Mistake(`needs a --timeout, which ${error.message}`) : error;
  }
}
