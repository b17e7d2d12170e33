import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

// Where things lie from here: the same from `src` as from `dist`, into whose first level this file is built.

/** Where threads and processes of the server begin, beside `main`. Each is built to a file of its own. */
export const ENTRIES = [
  'commands/backup/copy-thread',
  'workers/background',
  'workers/file-preparer',
  'workers/hub',
  'workers/ledger',
  'workers/relayed-hub',
] as const;

export function entryOf(name: (typeof ENTRIES)[number]): URL {
  return new URL(`${name}${extname(import.meta.url)}`, import.meta.url);
}

/** The built page. */
export const PAGE_FOLDER = fileURLToPath(new URL('../../web/dist', import.meta.url));

export const DEFAULT_DATA_FOLDER = fileURLToPath(new URL('../../../skein-data', import.meta.url));
