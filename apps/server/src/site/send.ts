import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { parseByteRange, type ByteRange } from './byte-range.ts';
import { isSameVersion, statsToVersion } from './file-version.ts';
import { isRangeStillValid, judgePreconditions } from './preconditions.ts';
import type { Representation } from './representation.ts';

const CHUNK_BYTES = 64 * 1024;
/** A client that takes nothing for so long does not keep a file open. */
const STALLED_MS = 30_000;

/** What is to be sent of a representation, its head written already; undefined where the answer is complete. */
type Part = ByteRange | undefined;

/** What is known of an open file that is sent. */
export type Sent = Omit<Representation, 'source' | 'bytes'>;

/** Answers with what is in memory. */
export function sendHeld(request: IncomingMessage, response: ServerResponse, current: Representation): void {
  const part = writeHead(request, response, current);
  if (part === undefined || current.bytes === undefined) return void response.end();
  const isWhole = part.end - part.start + 1 === current.byteLength;
  response.end(isWhole ? current.bytes : current.bytes.subarray(part.start, part.end + 1));
}

/** Streams from an open file, which it closes, and ends the connection rather than completing a mixture of two versions. */
export async function sendOpened(
  request: IncomingMessage,
  response: ServerResponse,
  current: Sent,
  handle: FileHandle,
): Promise<void> {
  try {
    const part = writeHead(request, response, current);
    if (part === undefined) return void response.end();
    response.setTimeout(STALLED_MS, () => response.destroy());
    await pipeline(readPart(handle, part, current), response);
  } catch (error) {
    if (!isGoneClient(error) && !(error instanceof ChangedWhileSending)) throw error;
  } finally {
    await handle.close();
  }
}

/** For the folder's own 404 page: no conditions, no ranges. */
export function sendWithStatus(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  current: Representation,
): void {
  response.writeHead(status, current.fullHeaders as string[]);
  response.end(request.method === 'HEAD' ? undefined : current.bytes);
}

function writeHead(request: IncomingMessage, response: ServerResponse, current: Sent): Part {
  const { headers } = request;
  const verdict = judgePreconditions(headers, current);
  if (verdict === 'not-modified') return void response.writeHead(304, current.notModifiedHeaders as string[]);
  if (verdict === 'failed') return void response.writeHead(412, ['Content-Length', '0']);
  if (request.method === 'HEAD') return void response.writeHead(200, current.fullHeaders as string[]);
  const range =
    headers.range !== undefined && isRangeStillValid(headers, current) ? rangeOf(headers.range, current) : undefined;
  if (range === 'unsatisfiable') {
    return void response.writeHead(416, ['Content-Range', `bytes */${current.byteLength}`, 'Content-Length', '0']);
  }
  if (range !== undefined) {
    response.writeHead(206, partHeaders(range, current));
    return range;
  }
  response.writeHead(200, current.fullHeaders as string[]);
  return current.byteLength === 0 ? undefined : { start: 0, end: current.byteLength - 1 };
}

function rangeOf(header: string, { byteLength }: Sent): ByteRange | 'unsatisfiable' | undefined {
  return parseByteRange(header, byteLength);
}

function partHeaders({ start, end }: ByteRange, { headers, byteLength }: Sent): string[] {
  return [
    ...headers,
    'Content-Length',
    String(end - start + 1),
    'Content-Range',
    `bytes ${start}-${end}/${byteLength}`,
  ];
}

class ChangedWhileSending extends Error {}

/**
 * The last piece is held back until the file is known to be the one that the head described. A file that only grew, as
 * logs do, still begins with what was described.
 */
async function* readPart(handle: FileHandle, { start, end }: ByteRange, { version }: Sent): AsyncGenerator<Buffer> {
  for (let position = start; position <= end;) {
    const wanted = Math.min(CHUNK_BYTES, end + 1 - position);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafeSlow(wanted), 0, wanted, position);
    if (bytesRead === 0) throw new ChangedWhileSending();
    position += bytesRead;
    if (position > end) {
      const now = statsToVersion(await handle.stat(), 0);
      const isSame =
        isSameVersion({ ...now, changedAt: version.changedAt }, version) || now.byteLength > version.byteLength;
      if (!isSame) throw new ChangedWhileSending();
    }
    yield buffer.subarray(0, bytesRead);
  }
}

function isGoneClient(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return (
    code === 'ERR_STREAM_PREMATURE_CLOSE' ||
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    code === 'ERR_STREAM_UNABLE_TO_PIPE'
  );
}
