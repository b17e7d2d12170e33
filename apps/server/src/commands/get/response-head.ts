import type { ByteSource } from './byte-source.ts';
import { Problem } from './problem.ts';
import { safeText } from '@skein/command-line/safe-text';

// RFC 9112, sections 2.2, 4 and 5: a status line, header lines, an empty line.

export interface ResponseHead {
  /** As it came, without its end. */
  readonly statusLine: string;
  readonly status: number;
  /** In their order, names as they came. */
  readonly headers: readonly Header[];
}
export interface Header {
  readonly name: string;
  readonly value: string;
}

/** Status line and headers together, as Node's own client has it. */
const MOST_HEAD_BYTES = 64 * 1024;
const TOO_LARGE = `The headers are too large: more than ${MOST_HEAD_BYTES / 1024} KiB.`;
/** Heads with a status of 1xx that come before the answer itself. */
const MOST_INTERIM_HEADS = 20;

const STATUS_LINE = /^HTTP\/1\.\d ([1-9]\d\d)(?: .*)?$/;
const HEADER_LINE = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/;
const TLS_ALERT = 0x15;

/** The head of the answer; what only says that one will come (1xx) is skipped. @throws a Problem where it is no HTTP/1 */
export async function readHead(source: ByteSource): Promise<ResponseHead> {
  for (let interim = 0; interim <= MOST_INTERIM_HEADS; interim++) {
    const head = await readOneHead(source);
    if (head.status >= 200) return head;
    if (head.status === 101) throw new Problem('The server changed the protocol (101) without being asked.');
  }
  throw new Problem(`The server sent more than ${MOST_INTERIM_HEADS} interim answers (1xx) and no real one.`);
}

/** The values of all headers of this name, as one list. @returns undefined where there is none */
export function headerOf({ headers }: ResponseHead, name: string): string | undefined {
  const values = headers.filter((header) => header.name.toLowerCase() === name).map(({ value }) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

async function readOneHead(source: ByteSource): Promise<ResponseHead> {
  await refuseOtherProtocols(source);
  const lines = await readLines(source);
  const statusLine = lines.shift() ?? '';
  const [, status] = STATUS_LINE.exec(statusLine) ?? [];
  if (status === undefined) throw new Problem(`The answer is no HTTP/1: it begins with ${quote(statusLine)}.`);
  return { statusLine, status: Number(status), headers: lines.map(readHeader) };
}

/** Before a line is waited for, which those who speak something else may never end. */
async function refuseOtherProtocols(source: ByteSource): Promise<void> {
  const start = await source.peek('HTTP/'.length);
  if (start.toString('latin1') === 'HTTP/') return;
  if (start.length === 0) throw new Problem('The server closed the connection without an answer.');
  if (start[0] === TLS_ALERT) throw new Problem('The answer is no HTTP but TLS: use a URL with https://.');
  const beginning = await source.take(40);
  throw new Problem(`The answer is no HTTP: it begins with ${quote(beginning?.toString('latin1') ?? '')}.`);
}

async function readLines(source: ByteSource): Promise<string[]> {
  const lines: string[] = [];
  for (let left = MOST_HEAD_BYTES; ;) {
    const line = await source.line(left, TOO_LARGE);
    if (line === undefined) throw new Problem('The connection was closed in the middle of the headers.');
    if (line === '') return lines;
    left -= line.length + 1;
    lines.push(line);
  }
}

function readHeader(line: string): Header {
  const [, name, value] = HEADER_LINE.exec(line) ?? [];
  if (name === undefined || value === undefined)
    throw new Problem(`The answer has a line that is no header: ${quote(line)}.`);
  return { name, value };
}

function quote(text: string): string {
  return `"${safeText(text.length > 40 ? `${text.slice(0, 40)}…` : text)}"`;
}
