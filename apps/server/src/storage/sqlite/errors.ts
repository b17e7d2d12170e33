import { StorageError } from '../store.ts';

/** The database cannot be used as it is; the message is one line for whoever runs the server and says what to do. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly reason: 'not-a-database' | 'damaged' | 'newer' | 'older' | 'unreachable';

  constructor(reason: DatabaseError['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

// SQLite's primary result codes: https://www.sqlite.org/rescode.html
export const RESULT = {
  busy: 5,
  locked: 6,
  noMemory: 7,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  protocol: 15,
  notADatabase: 26,
} as const;

const FROM_OUTSIDE: ReadonlySet<number | undefined> = new Set(Object.values(RESULT));

/** The primary result code of an error of SQLite's, undefined for any other. */
export function resultOf(error: unknown): number | undefined {
  const extended = (error as { errcode?: unknown } | undefined)?.errcode;
  return typeof extended === 'number' ? extended & 0xff : undefined;
}

/** What the disk or another process caused becomes a `StorageError`; everything else is a defect and stays what it is. */
export function toStorageError(error: unknown): unknown {
  if (!FROM_OUTSIDE.has(resultOf(error))) return error;
  return new StorageError(`the database failed: ${(error as Error).message}`, { cause: error });
}

export function toDatabaseError(file: string, error: unknown): unknown {
  const result = resultOf(error);
  const why = (error as Error).message.replaceAll(/\s+/g, ' ');
  if (result === RESULT.notADatabase) return notOurs(file, { cause: error });
  if (result === RESULT.corrupt) return damaged(file, why, { cause: error });
  if (!FROM_OUTSIDE.has(result) && !isFromFileSystem(error)) return error;
  return new DatabaseError('unreachable', `the database ${file} cannot be opened: ${why}`, { cause: error });
}

function isFromFileSystem(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).syscall !== undefined;
}

export function notOurs(file: string, options?: ErrorOptions): DatabaseError {
  return new DatabaseError(
    'not-a-database',
    `${file} is not a database of Skein's: move it away or choose another data folder`,
    options,
  );
}

export function damaged(file: string, why: string, options?: ErrorOptions): DatabaseError {
  return new DatabaseError('damaged', `the database ${file} is damaged (${why}): restore a backup`, options);
}

export function older(file: string): DatabaseError {
  return new DatabaseError(
    'older',
    `the database ${file} is of an older Skein: start the server once, which brings it up to date`,
  );
}

export function newer(file: string, migration: string): DatabaseError {
  const message = `the database ${file} was written by a newer Skein (${migration}): start that version, or restore a backup of this one`;
  return new DatabaseError('newer', message);
}

/** Whether a file is broken or no database at all, in contrast to a disk that is full or cannot be reached. */
export function isDamage(error: unknown): boolean {
  const result = resultOf(error);
  return result === RESULT.corrupt || result === RESULT.notADatabase;
}
