import type { Readable } from 'node:stream';
import type { FileHandle } from 'node:fs/promises';

/**
 * Writes what comes to its place in an upload, chunk by chunk as the disk takes it. What came before the connection was cut
 * stays.
 * @param limit bytes the upload has when it is whole; nothing is written beyond
 * @returns where the upload ends now, and whether more came than belonged there
 */
export async function receiveBytes(
  source: Readable,
  handle: FileHandle,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly offset: number; readonly isTooMuch: boolean }> {
  let position = offset;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      const fitting = chunk.subarray(0, limit - position);
      await writeAll(handle, fitting, position);
      position += fitting.length;
      if (fitting.length < chunk.length) return { offset: position, isTooMuch: true };
    }
  } finally {
    // What is said to be here must be here after a power cut too: the client sends it no more.
    await handle.datasync();
  }
  return { offset: position, isTooMuch: false };
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
