import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { finished, pipeline } from 'node:stream/promises';
import { pack, type Pack } from 'tar-stream';
import { Mistake } from '@skein/command-line/mistake';
import { HEAD_NAME, SUMS_NAME, sumsText, type Head } from './archive-format.ts';
import type { LastingFile } from './lasting-files.ts';

const OWNER_ONLY = 0o600;

/**
 * Writes a backup and waits until it is on disk.
 * @param onBytes told of each piece that was read
 * @returns the names of files that were deleted before they were read
 */
export async function writeArchive(
  path: string,
  { head, files, onBytes }: { head: Head; files: readonly LastingFile[]; onBytes: (byteLength: number) => void },
): Promise<readonly string[]> {
  const archive = pack();
  const out = createWriteStream(path, { flags: 'w', mode: OWNER_ONLY, flush: true });
  archive.pipe(out);
  // A disk that is full must end the writer too, which waits for the pipe to drain.
  out.once('error', (error) => archive.destroy(error));
  const written = finished(out);
  written.catch(() => {});
  const sums = new Map<string, string>();
  const gone: string[] = [];
  addText(archive, sums, HEAD_NAME, `${JSON.stringify(head)}\n`);
  for (const file of files) {
    const sum = await addFile(archive, file, onBytes);
    if (sum === undefined) gone.push(file.name);
    else sums.set(file.name, sum);
  }
  archive.entry({ name: SUMS_NAME, mode: OWNER_ONLY }, sumsText(sums));
  archive.finalize();
  await written;
  return gone;
}

function addText(archive: Pack, sums: Map<string, string>, name: string, text: string): void {
  archive.entry({ name, mode: OWNER_ONLY }, text);
  sums.set(name, createHash('sha256').update(text).digest('hex'));
}

/** @returns its sum; undefined where it is not there any more */
async function addFile(
  archive: Pack,
  { path, name, byteLength }: LastingFile,
  onBytes: (byteLength: number) => void,
): Promise<string | undefined> {
  const hash = createHash('sha256');
  const source = createReadStream(path);
  try {
    await opened(source);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const entry = archive.entry({ name, size: byteLength, mode: OWNER_ONLY });
  try {
    await pipeline(source, hashing(hash, byteLength, onBytes), entry);
  } catch (error) {
    if ((error as Error).message !== 'Size mismatch') throw error;
    throw new Mistake(`${name} changed while it was copied: run skein backup again`);
  }
  return hash.digest('hex');
}

function opened(source: ReturnType<typeof createReadStream>): Promise<void> {
  return new Promise((resolve, reject) => source.once('open', () => resolve()).once('error', reject));
}

/** Of what is appended meanwhile nothing is taken. */
function hashing(hash: ReturnType<typeof createHash>, byteLength: number, onBytes: (byteLength: number) => void) {
  let left = byteLength;
  return async function* (pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const whole of pieces) {
      const piece = whole.subarray(0, left);
      if (piece.length === 0) return;
      left -= piece.length;
      hash.update(piece);
      onBytes(piece.length);
      yield piece;
    }
  };
}
