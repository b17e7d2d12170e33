import type { Way } from '@skein/shared-memory/testing/storms/ways';

export type Table = 'interest' | 'rates' | 'connections';

export interface LockOrder {
  readonly threads: 'hub' | 'ledger';
  readonly table: Table;
  readonly way: Way;
  /** Steps of Atomics under the lock that pass before. */
  readonly stepsBefore: number;
}

export interface LockReport {
  readonly thread: string;
  readonly code: number;
  /** Milliseconds from the exit event until anybody could take the lock. */
  readonly freedMs: number;
  /** And until somebody had, who wanted it: of what only a ledger wants, that is the next ledger. Undefined if nobody did. */
  readonly takenMs?: number | undefined;
}

export const SOCKET_VARIABLE = 'PROVE_LOCK_REAPER_SOCKET';
