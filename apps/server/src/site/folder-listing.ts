import type { Dirent } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsence, isServableName, servablePlace } from './servable.ts';

export type Listing = ReadonlyMap<string, 'file' | 'directory'>;

/** The servable names in one directory, links by what they lead to; at most `maxEntries` and one more. */
export async function listFolder(root: string, place: string, isRoot: boolean, maxEntries: number): Promise<Listing> {
  const listing = new Map<string, 'file' | 'directory'>();
  try {
    for await (const entry of await opendir(place, { bufferSize: 512 })) {
      if (!isServableName(entry.name, isRoot)) continue;
      const kind = await kindOf(entry, root, place);
      if (kind !== undefined) listing.set(entry.name, kind);
      if (listing.size > maxEntries) break;
    }
  } catch (error) {
    if (!isAbsence(error)) throw error;
  }
  return listing;
}

async function kindOf(entry: Dirent, root: string, place: string): Promise<'file' | 'directory' | undefined> {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  if (entry.isFIFO() || entry.isSocket() || entry.isCharacterDevice() || entry.isBlockDevice()) return undefined;
  const target = await servablePlace(root, join(place, entry.name));
  if (target === undefined) return undefined;
  try {
    const stats = await stat(target);
    return stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : undefined;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}
