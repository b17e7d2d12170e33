import type { Writable } from 'node:stream';
import { Mistake } from '../../config-values.ts';
import { safeText } from '../../console/safe-text.ts';
import { EXIT } from '../exit-codes.ts';
import { Exchange } from './exchange.ts';
import { HELP, readOptions, type GetOptions } from './get-options.ts';
import { Output } from './output.ts';
import { Problem } from './problem.ts';
import { Progress } from './progress.ts';
import { headerOf, type ResponseHead } from './response-head.ts';
import { redirectTarget, type Target } from './target.ts';

// `skein get`: an HTTP client, down to the bytes. Nothing of a body is held but the piece that is on its way.

const MOST_REDIRECTS = 10;

type MaybeTerminal = Writable & { readonly isTTY?: boolean };
export interface Streams {
  readonly output: MaybeTerminal;
  readonly errors: MaybeTerminal;
}

/** @returns the exit code, as the help tells it */
export async function get(args: readonly string[], streams: Streams): Promise<number> {
  // What nobody reads need not be said.
  streams.errors.on('error', () => {});
  const say = (text: string): void => void streams.errors.write(`${text}\n`);
  try {
    const options = readOptions(args);
    if (options) return await fetchPage(options, streams, say);
    streams.output.write(HELP);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof Mistake) say(`skein: get ${error.message}`);
    else if (error instanceof Problem) say(`skein: ${error.message}`);
    else throw error;
    return EXIT.misused;
  }
}

async function fetchPage(options: GetOptions, streams: Streams, say: (text: string) => void): Promise<number> {
  using exchange = await follow(options, say);
  if (options.method === 'GET') await writeBody(exchange, options, streams);
  return exitCodeOf(exchange.head, say);
}

/** The first answer that is no redirect, or that is not to be followed. */
async function follow(options: GetOptions, say: (text: string) => void): Promise<Exchange> {
  let { target } = options;
  for (let redirects = 0; ; redirects++) {
    const exchange = await Exchange.open(target, options.method, options.timeoutMs);
    say(headText(exchange.head));
    const location = options.followsRedirects ? locationOf(exchange.head) : undefined;
    if (location === undefined) return exchange;
    exchange[Symbol.dispose]();
    if (redirects === MOST_REDIRECTS) throw new Problem(`There are more than ${MOST_REDIRECTS} redirects in a row.`);
    target = redirect(target, location);
  }
}

function locationOf(head: ResponseHead): string | undefined {
  return [301, 302, 303, 307, 308].includes(head.status) ? headerOf(head, 'location') : undefined;
}

function redirect(from: Target, location: string): Target {
  try {
    return redirectTarget(from, location);
  } catch (error) {
    throw error instanceof Mistake ? new Problem(`The redirect to "${safeText(location)}" cannot be followed.`) : error;
  }
}

async function writeBody(exchange: Exchange, { outputFile }: GetOptions, { output, errors }: Streams): Promise<void> {
  using out = outputFile === undefined ? Output.to(output) : await Output.toFile(outputFile);
  const isShown = errors.isTTY === true && (outputFile !== undefined || output.isTTY !== true);
  const { framing } = exchange;
  const draw = isShown ? (line: string) => void errors.write(line) : undefined;
  const progress = new Progress(draw, framing.kind === 'length' ? framing.byteLength : undefined);
  try {
    for await (const piece of exchange.body((byteLength) => progress.add(byteLength))) await out.write(piece);
    await out.close();
  } finally {
    progress.end();
  }
}

/** A stranger's words, on what may be a terminal. */
function headText({ statusLine, headers }: ResponseHead): string {
  return [statusLine, ...headers.map(({ name, value }) => `${name}: ${value}`), ''].map(safeText).join('\n');
}

function exitCodeOf(head: ResponseHead, say: (text: string) => void): number {
  if (head.status < 300) return EXIT.ok;
  const location = locationOf(head);
  if (location !== undefined) say(`skein: It is at ${safeText(location)}; -L follows redirects.`);
  return EXIT.failed;
}
