import type { ByteSource } from './byte-source.ts';
import { Problem } from './problem.ts';
import { headerOf, type ResponseHead } from './response-head.ts';

// RFC 9112, section 6.3: where a body ends.

export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'length'; readonly byteLength: number }
  | { readonly kind: 'until-close' };

const PIECE_BYTES = 64 * 1024;
const MOST_CHUNK_LINE_BYTES = 4 * 1024;
const MOST_TRAILER_LINES = 1_000;
/** In hexadecimal, with what a server may add behind a semicolon; thirteen digits are 2^52. */
const CHUNK_LINE = /^0*([\da-f]{1,13})[ \t]*(?:;.*)?$/i;

export function framingOf(head: ResponseHead, method: 'GET' | 'HEAD'): Framing {
  if (method === 'HEAD' || head.status === 204 || head.status === 304) return { kind: 'none' };
  const transferCoding = headerOf(head, 'transfer-encoding');
  // It wins over a length, as the RFC has it.
  if (transferCoding !== undefined) return chunkedOnly(transferCoding);
  const length = headerOf(head, 'content-length');
  return length === undefined ? { kind: 'until-close' } : { kind: 'length', byteLength: readLength(length) };
}

/** The body's bytes, each once. @throws a Problem where they end too early or go on too long */
export function bodyOf(source: ByteSource, framing: Framing): AsyncIterable<Buffer> {
  switch (framing.kind) {
    case 'none':
      return counted(source, 0, '');
    case 'length':
      return counted(source, framing.byteLength, `of ${framing.byteLength} bytes`);
    case 'chunked':
      return chunked(source);
    case 'until-close':
      return everything(source);
  }
}

function chunkedOnly(transferCoding: string): Framing {
  if (transferCoding.toLowerCase() === 'chunked') return { kind: 'chunked' };
  throw new Problem(`The answer has a Transfer-Encoding that was not asked for: ${transferCoding}.`);
}

/** The same length may have been said twice. */
function readLength(text: string): number {
  const [length = '', ...others] = new Set(text.split(',').map((value) => value.trim()));
  if (others.length === 0 && /^\d{1,15}$/.test(length)) return Number(length);
  throw new Problem(`The answer has a Content-Length that is no number of bytes: ${text}.`);
}

async function* counted(source: ByteSource, byteLength: number, ofWhat: string): AsyncGenerator<Buffer> {
  for (let left = byteLength; left > 0;) {
    const piece = await source.take(Math.min(left, PIECE_BYTES));
    if (!piece) throw new Problem(`The connection was closed too early, after ${byteLength - left} ${ofWhat}.`);
    left -= piece.length;
    yield piece;
  }
}

async function* chunked(source: ByteSource): AsyncGenerator<Buffer> {
  for (;;) {
    const size = await readChunkSize(source);
    if (size === 0) break;
    yield* counted(source, size, `of the ${size} bytes of a chunk`);
    if ((await chunkLine(source)) !== '') throw new Problem('The answer has a chunk that is longer than it says.');
  }
  await skipTrailers(source);
}

async function readChunkSize(source: ByteSource): Promise<number> {
  const line = await chunkLine(source);
  const [, digits] = CHUNK_LINE.exec(line) ?? [];
  if (digits === undefined) throw new Problem('The answer has a chunk whose size is no number.');
  return Number.parseInt(digits, 16);
}

async function skipTrailers(source: ByteSource): Promise<void> {
  for (let lines = 0; lines < MOST_TRAILER_LINES; lines++) if ((await chunkLine(source)) === '') return;
  throw new Problem('The answer has trailers without end.');
}

async function chunkLine(source: ByteSource): Promise<string> {
  const line = await source.line(MOST_CHUNK_LINE_BYTES, 'The answer has a chunk whose first line does not end.');
  if (line === undefined) throw new Problem('The connection was closed before the last chunk.');
  return line;
}

async function* everything(source: ByteSource): AsyncGenerator<Buffer> {
  for (let piece = await source.take(PIECE_BYTES); piece; piece = await source.take(PIECE_BYTES)) yield piece;
}
