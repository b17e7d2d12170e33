import { Mistake } from '@skein/command-line/mistake';
import { runCommand, type Streams } from '@skein/command-line/run-command';
import { safeText } from '@skein/command-line/safe-text';
import { EXIT } from '@skein/command-line/exit-codes';
import { Exchange } from './exchange.ts';
import { GET } from './get-command.ts';
import { readOptions, type GetOptions } from './get-options.ts';
import { Output } from './output.ts';
import { Problem } from './problem.ts';
import { Progress } from '../progress.ts';
import { headerOf, type ResponseHead } from './response-head.ts';
import { redirectTarget, type Target } from './target.ts';

// `skein get`: an HTTP client, down to the bytes. Nothing of a body is held but the piece that is on its way.

const MOST_REDIRECTS = 10;

/** @returns the exit code, as the help tells it */
export function get(args: readonly string[], streams: Streams): Promise<number> {
  const say = (text: string): void => void streams.errors.write(`${text}\n`);
  return runCommand({ command: GET, args, streams, expected: [Problem] }, (flags, words) =>
    fetchPage(readOptions(flags, words), streams, say),
  );
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
  using progress = new Progress(draw, framing.kind === 'length' ? framing.byteLength : undefined);
  for await (const piece of exchange.body((byteLength) => progress.add(byteLength))) await out.write(piece);
  await out.close();
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
