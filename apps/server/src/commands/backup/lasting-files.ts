import { readdirSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { CONTROL_FILE } from '../../control/control-commands.ts';
import { ASIDE_PREFIX, RESTORING } from '../../storage/data-folder.ts';

/** A file of the data folder that goes into a backup as it is. */
export interface LastingFile {
  readonly path: string;
  /** Its path in the data folder, with slashes. */
  readonly name: string;
  readonly byteLength: number;
}

/** The lock holds nothing, and the search index is made anew. */
const PASSING_DATABASES = new Set(['lock.db', 'search.db']);

/** Names of the databases that last. Somebody writes to them: they are copied in a way of their own. */
export function lastingDatabases(dataFolder: string): readonly string[] {
  return readdirSync(dataFolder)
    .filter((name) => name.endsWith('.db') && !PASSING_DATABASES.has(name))
    .sort();
}

/** Everything else that lasts: all but databases, what is half written, and what an earlier restore has set aside. */
export async function lastingFiles(dataFolder: string): Promise<readonly LastingFile[]> {
  const entries = await readdir(dataFolder, { withFileTypes: true, recursive: true });
  const files: LastingFile[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(dataFolder, path).split(sep).join('/');
    if (!entry.isFile() || !isLasting(name)) continue;
    const byteLength = await sizeOf(path);
    if (byteLength !== undefined) files.push({ path, name, byteLength });
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isLasting(name: string): boolean {
  if (name.startsWith(ASIDE_PREFIX) || name === RESTORING || name === CONTROL_FILE) return false;
  if (name.split('/').some((part) => part.endsWith('.part'))) return false;
  return name.includes('/') || !/\.db(-wal|-shm|-journal|\.before-\d+)?$/.test(name);
}

/** undefined for a file that was deleted since it was listed. */
async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}
