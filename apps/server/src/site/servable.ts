import { constants } from 'node:fs';
import { open, readlink, realpath, type FileHandle } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';

// The one judgement of what may leave a folder. It looks at where a file really is, after every symbolic link.

/** Names that begin with a dot stay private, except `/.well-known/`, which exists to be asked for (RFC 8615). */
export function isServableName(name: string, atRoot: boolean): boolean {
  return !name.startsWith('.') || (atRoot && name === '.well-known');
}

/** Whether a real path lies in a real folder, below no hidden name. `..` begins with a dot as well. */
export function isServablePlace(realRoot: string, realPath: string): boolean {
  const place = relative(realRoot, realPath);
  if (isAbsolute(place)) return false;
  return place.split(sep).every((name, depth) => isServableName(name, depth === 0));
}

/** The real path of what `path` names, or undefined where there is nothing or it may not be served. */
export async function servablePlace(root: string, path: string): Promise<string | undefined> {
  try {
    const [realRoot, realPath] = await Promise.all([realpath(root), realpath(path)]);
    return isServablePlace(realRoot, realPath) ? realPath : undefined;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/**
 * Opens a regular file for reading, wherever inside the folder `path` leads. Between the judgement and the opening
 * anything may be swapped for a link, so what was opened is judged once more. Does not wait for a FIFO's writer.
 */
export async function openServable(root: string, path: string): Promise<FileHandle | undefined> {
  const realPath = await servablePlace(root, path);
  if (realPath === undefined) return undefined;
  const handle = await openOrAbsent(realPath);
  if (handle === undefined) return undefined;
  try {
    if (await isOpenedInside(root, handle, realPath)) return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return undefined;
}

async function openOrAbsent(realPath: string): Promise<FileHandle | undefined> {
  try {
    return await open(realPath, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

async function isOpenedInside(root: string, handle: FileHandle, realPath: string): Promise<boolean> {
  if (!(await handle.stat()).isFile()) return false;
  // Linux tells where an open file is, whatever happened to its name since; elsewhere the name is resolved again.
  const opened = process.platform === 'linux' ? await readlink(`/proc/self/fd/${handle.fd}`) : await realpath(realPath);
  return isServablePlace(await realpath(root), opened);
}

const ABSENT: ReadonlySet<string | undefined> = new Set([
  'ENOENT',
  'ENOTDIR',
  'ELOOP',
  'EACCES',
  'EPERM',
  'ENAMETOOLONG',
  'ENXIO',
  'EISDIR',
  'EINVAL',
]);

/** What cannot be opened is, for whoever asks, not there. */
export function isAbsence(error: unknown): boolean {
  return error instanceof Error && ABSENT.has((error as NodeJS.ErrnoException).code);
}
