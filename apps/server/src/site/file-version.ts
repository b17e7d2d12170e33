import type { Stats } from 'node:fs';

/** Which content a path had when it was looked at. Times in milliseconds UTC. */
export interface FileVersion {
  readonly device: number;
  readonly inode: number;
  readonly byteLength: number;
  readonly modifiedAt: number;
  readonly changedAt: number;
  /**
   * A file system's clock ticks in some milliseconds: two writes within one tick leave the same times. A file looked at
   * so soon after its last change may have changed once more without a trace, and is to be read again.
   */
  readonly mayHideChange: boolean;
}

const COARSEST_TICK_MS = 50;

/** `lookedAt` is the time before the content was read. */
export function statsToVersion(stats: Stats, lookedAt: number): FileVersion {
  return {
    device: stats.dev,
    inode: stats.ino,
    byteLength: stats.size,
    modifiedAt: stats.mtimeMs,
    changedAt: stats.ctimeMs,
    mayHideChange: Math.max(stats.mtimeMs, stats.ctimeMs) > lookedAt - COARSEST_TICK_MS,
  };
}

export function isSameVersion(a: FileVersion, b: FileVersion): boolean {
  return (
    a.inode === b.inode &&
    a.device === b.device &&
    a.byteLength === b.byteLength &&
    a.modifiedAt === b.modifiedAt &&
    a.changedAt === b.changedAt
  );
}
