import { fileTypeFromFile } from 'file-type';
import { open } from 'node:fs/promises';

const SAME_THING: Readonly<Record<string, string>> = {
  'audio/x-m4a': 'audio/mp4',
  'audio/opus': 'audio/ogg',
  'audio/vnd.wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'video/x-m4v': 'video/mp4',
  'image/apng': 'image/png',
};
const UNKNOWN = 'application/octet-stream';
const LOOKED_AT_BYTES = 16 * 1024;

/** What a file is by its content, whatever it is called. */
export async function typeOf(path: string): Promise<string> {
  const found = await fileTypeFromFile(path).catch(() => undefined);
  const mime = found?.mime.split(';', 1)[0];
  if (mime) return SAME_THING[mime] ?? mime;
  return (await isText(path)) ? 'text/plain' : UNKNOWN;
}

/** Its beginning is UTF-8 without the characters that no text has. */
async function isText(path: string): Promise<boolean> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOKED_AT_BYTES), 0, LOOKED_AT_BYTES, 0);
  if (bytesRead === 0) return false;
  try {
    // Where there is more, the last character may be cut in two.
    const options = { stream: bytesRead === LOOKED_AT_BYTES };
    const text = new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead), options);
    // oxlint-disable-next-line no-control-regex -- those are what is looked for
    return !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text);
  } catch {
    return false;
  }
}
