import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** The folder, from the root, of everything the launcher fetches or remembers; it may be deleted at any time. */
export const RUNTIME = '.runtime';
export const RUNTIME_FOLDER = join(ROOT, RUNTIME);

/**
 * The folder that relative paths on the command line start from. npm changes to the root of the clone before it runs a
 * script and leaves the person's own folder in INIT_CWD.
 */
export function personsFolder() {
  return process.cwd() === ROOT ? (process.env.INIT_CWD ?? ROOT) : process.cwd();
}
