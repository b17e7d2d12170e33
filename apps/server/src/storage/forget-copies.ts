import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Long enough to see whether a newer version is any good. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1_000;

/**
 * Removes copies of a database that were set aside before it was brought up to date, once they are a week old: what people have
 * deleted since is in them.
 */
export async function forgetCopies(databaseFile: string, now: number): Promise<void> {
  const folder = dirname(databaseFile);
  for (const name of await readdir(folder)) {
    if (!isCopyOf(basename(databaseFile), name)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (mtimeMs <= now - KEPT_MS) await rm(path, { force: true });
  }
}

function isCopyOf(database: string, name: string): boolean {
  return name.startsWith(`${database}.before-`) && /^\d+(\.part)?$/.test(name.slice(`${database}.before-`.length));
}
