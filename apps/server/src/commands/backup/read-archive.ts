import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { extract, type Entry } from 'tar-stream';
import { Mistake } from '@skein/command-line/mistake';
import { HEAD_NAME, noBackup, readHead, SUMS_NAME, sumsText, type Head } from './archive-format.ts';

/** Where what an archive holds goes: undefined to read it only. */
export type Take = (name: string, pieces: AsyncIterable<Buffer>) => Promise<void>;

export interface ReadOptions {
  /** Calls itself so in what it says. */
  readonly file: string;
  readonly take: Take;
  readonly onBytes?: (byteLength: number) => void;
}

/**
 * Reads a backup from its beginning to its end and compares every checksum. What was taken before it throws is not to be
 * used. @throws a Mistake where it is foreign, cut short, or not as it was written
 */
export async function readArchive(path: string, { file, take, onBytes = () => {} }: ReadOptions): Promise<Head> {
  const source = createReadStream(path);
  const archive = extract();
  source.once('error', (error) => archive.destroy(error));
  source.pipe(archive);
  const sums = new Map<string, string>();
  let head: Head | undefined;
  let isWhole = false;
  try {
    for await (const entry of archive) {
      const { name, type } = entry.header;
      if (isWhole || type !== 'file' || !isSafe(name)) throw noBackup(file);
      if (!head) head = await readHeadEntry(file, entry, sums);
      else if (name === SUMS_NAME) isWhole = await compareSums(file, entry, sums);
      else
        await take(
          name,
          counted(
            hashed(entry, (sum) => sums.set(name, sum)),
            onBytes,
          ),
        );
    }
  } catch (error) {
    throw explained(file, error, head !== undefined);
  } finally {
    source.destroy();
  }
  if (!head) throw noBackup(file);
  if (!isWhole) throw cutShort(file);
  return head;
}

async function readHeadEntry(file: string, entry: Entry, sums: Map<string, string>): Promise<Head> {
  const { name, size = 0 } = entry.header;
  if (name !== HEAD_NAME || size > 10_000) throw noBackup(file);
  return readHead(file, await text(hashed(entry, (sum) => sums.set(name, sum))));
}

async function compareSums(file: string, entry: Entry, sums: ReadonlyMap<string, string>): Promise<true> {
  if ((await text(entry)) === sumsText(sums)) return true;
  throw new Mistake(`${file} is damaged, its checksums do not agree: use another backup`);
}

async function* hashed(pieces: AsyncIterable<unknown>, done: (sum: string) => void): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const piece of pieces as AsyncIterable<Buffer>) {
    hash.update(piece);
    yield piece;
  }
  done(hash.digest('hex'));
}

async function* counted(pieces: AsyncIterable<Buffer>, onBytes: (byteLength: number) => void): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    onBytes(piece.length);
    yield piece;
  }
}

/** A path below the folder it is written to, on any system. */
function isSafe(name: string): boolean {
  return name.split('/').every((part) => /^[^\\:\0]+$/.test(part) && part !== '.' && part !== '..');
}

/** What the reader of tar archives says of bytes that are none. */
function explained(file: string, error: unknown, isOurs: boolean): unknown {
  if (error instanceof Mistake) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && code !== 'ERR_STREAM_PREMATURE_CLOSE') {
    return new Mistake(`${file} cannot be read: ${message}`);
  }
  if (/tar header|Unexpected end|premature/i.test(message)) return isOurs ? cutShort(file) : noBackup(file);
  return error;
}

function cutShort(file: string): Mistake {
  return new Mistake(`${file} is cut short or damaged: use another backup`);
}
