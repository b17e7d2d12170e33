import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RESTORING } from '../../storage/data-folder.ts';
import { fair, ill, well, type Finding } from './finding.ts';

const LITTLE_ROOM = { bad: 200e6, low: 2e9 };
const SYNCS = 15;
/** Above this a lone message is felt to wait; below that no disk can have been asked. */
const SYNC_MS = { slow: 20, impossible: 0.015 };

/** The folder itself, or what it would be made in. */
export function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

export function checkDataFolder(path: string): Finding {
  const what = 'data folder';
  if (!existsSync(path)) {
    const parent = nearestFolder(path);
    if (isWritable(parent)) return well(what, `${path} is made at the first start`);
    return ill(what, `${path} is not there, and ${parent} may not be written to by this account`);
  }
  if (!isWritable(path))
    return ill(what, `${path} may not be written to by this account: chown it to the one that runs Skein`);
  if (existsSync(join(path, RESTORING))) return ill(what, `${path} is half restored: run skein restore FILE again`);
  const open = [path, join(path, 'secrets.json')].filter(isForOthers);
  if (open.length > 0)
    return ill(what, `others on this machine can look into ${open.join(' and ')}: chmod go-rwx ${open.join(' ')}`);
  return well(what, `${path}, for its owner alone`);
}

export function checkRoom(path: string): Finding {
  const { bavail, bsize } = statfsSync(nearestFolder(path));
  const free = bavail * bsize;
  const text = `${(free / 1e9).toFixed(1)} GB free`;
  if (free < LITTLE_ROOM.bad) return ill('disk', `${text}: make room, or nothing can be stored soon`);
  return free < LITTLE_ROOM.low ? fair('disk', `${text}, which is little: make room`) : well('disk', text);
}

/** How long a message waits for the disk, measured where the database is. */
export async function checkSync(path: string): Promise<Finding> {
  const file = join(nearestFolder(path), `.skein-doctor-${process.pid}.part`);
  try {
    return judgeSync(await measureSync(file));
  } catch (error) {
    return ill('sync to disk', `could not be tried: ${(error as Error).message}`);
  } finally {
    await rm(file, { force: true });
  }
}

/** @param ms the median of some syncs */
export function judgeSync(ms: number): Finding {
  const text = `${ms.toFixed(2)} ms`;
  if (ms < SYNC_MS.impossible) {
    return fair(
      'sync to disk',
      `${text}, too fast for a disk: it keeps nothing through a power cut (memory, or a cache that lies)`,
    );
  }
  if (ms > SYNC_MS.slow) return fair('sync to disk', `${text}, which every message waits for: a local SSD is faster`);
  return well('sync to disk', text);
}

async function measureSync(path: string): Promise<number> {
  const file = await open(path, 'w', 0o600);
  const times: number[] = [];
  const page = Buffer.alloc(4_096, 1);
  try {
    for (let sync = 0; sync < SYNCS; sync++) {
      await file.write(page);
      const startedAt = performance.now();
      await file.sync();
      times.push(performance.now() - startedAt);
    }
  } finally {
    await file.close();
  }
  return times.sort((a, b) => a - b)[SYNCS >> 1]!;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Windows has no such rights. */
function isForOthers(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return process.platform !== 'win32' && stats !== undefined && (stats.mode & 0o077) !== 0;
}
