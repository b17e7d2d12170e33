import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ASIDE_PREFIX, RESTORING, syncFolder, writeWhole } from '../../storage/data-folder.ts';

/** What was in the folder when its replacement began, and where it goes. */
interface Beginning {
  readonly aside: string;
  readonly names: readonly string[];
}

/**
 * Moves what is in a data folder aside, and what lies in its folder `incoming` in the place of it. It can be cut off anywhere: the
 * file RESTORING stands for that, and the next call, with the same or another `incoming`, ends what this one began.
 * @param now for the name of the folder to put things aside in
 * @returns that folder's path; undefined where nothing was there before
 */
export function replaceContents(path: string, incoming: string, now: number): string | undefined {
  const { aside, names } = begun(path) ?? begin(path, incoming, now);
  const asidePath = join(path, aside);
  if (names.length > 0) mkdirSync(asidePath, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(path)) {
    if (isKept(name) || join(path, name) === incoming) continue;
    // What was there before and is not aside yet; else it came in by a call that was cut off.
    const isOld = names.includes(name) && !existsSync(join(asidePath, name));
    if (isOld) renameSync(join(path, name), join(asidePath, name));
    else rmSync(join(path, name), { recursive: true });
  }
  for (const name of readdirSync(incoming)) renameSync(join(incoming, name), join(path, name));
  rmSync(incoming, { recursive: true });
  syncFolder(path);
  rmSync(join(path, RESTORING));
  syncFolder(path);
  return names.length > 0 ? asidePath : undefined;
}

function begun(path: string): Beginning | undefined {
  const file = join(path, RESTORING);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Beginning) : undefined;
}

function begin(path: string, incoming: string, now: number): Beginning {
  const names = readdirSync(path).filter((name) => !isKept(name) && join(path, name) !== incoming);
  const aside = ASIDE_PREFIX + new Date(now).toISOString().replaceAll(/[:.]/g, '-');
  writeWhole(join(path, RESTORING), JSON.stringify({ aside, names } satisfies Beginning));
  return { aside, names };
}

/** The lock, which is held, and what earlier restores set aside. */
function isKept(name: string): boolean {
  return name.startsWith('lock.db') || name.startsWith(RESTORING) || name.startsWith(ASIDE_PREFIX);
}
