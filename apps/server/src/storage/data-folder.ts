import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RESULT, resultOf } from './sqlite/errors.ts';

/** The folder cannot be used; the message is one line for whoever started the server. */
export class DataFolderError extends Error {
  override readonly name: string = 'DataFolderError';
}

/** Another server, in this process or another, works in the folder. */
export class DataFolderInUse extends DataFolderError {
  override readonly name = 'DataFolderInUse';
}

/** The one folder with everything that lasts, held against a second server until disposed. */
export interface DataFolder extends Disposable {
  readonly path: string;
  readonly databaseFile: string;
  /** Signs tokens: 32 random bytes as base64url, the same as long as the folder lives. */
  readonly tokenSecret: string;
}

/**
 * Makes the folder (mode 0700) with its secrets (mode 0600) where there is none, and holds it. Throws a `DataFolderError`.
 */
export function openDataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  const lock = mending(path, () => {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return holdLock(path);
  });
  try {
    const { tokenSecret } = mending(path, () => readOrMakeSecrets(path));
    return { path, databaseFile: join(path, 'skein.db'), tokenSecret, [Symbol.dispose]: () => lock.close() };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/**
 * An exclusive transaction that never ends: the operating system ends it with the process, however that dies, which a
 * file with a process id in it does not.
 */
function holdLock(path: string): DatabaseSync {
  const file = join(path, 'lock.db');
  closeSync(openSync(file, 'a', 0o600));
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (resultOf(error) === RESULT.busy)
      throw new DataFolderInUse(`the data folder ${path} is in use by another server`);
    throw error;
  }
}

interface Secrets {
  readonly tokenSecret: string;
}

function readOrMakeSecrets(path: string): Secrets {
  const file = join(path, 'secrets.json');
  if (!existsSync(file)) writeWhole(file, JSON.stringify({ tokenSecret: randomBytes(32).toString('base64url') }));
  const secrets = parseSecrets(readFileSync(file, 'utf8'));
  if (!secrets) throw new DataFolderError(`${file} is damaged: restore it, or remove it, which logs everybody out`);
  return secrets;
}

function parseSecrets(text: string): Secrets | undefined {
  try {
    const { tokenSecret } = JSON.parse(text) as Partial<Secrets>;
    return typeof tokenSecret === 'string' && tokenSecret.length >= 43 ? { tokenSecret } : undefined;
  } catch {
    return undefined;
  }
}

/** Under its name the file is whole and on disk, or not there. We hold the folder: nobody else writes here. */
function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.part`;
  const descriptor = openSync(unfinished, 'w', 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(unfinished, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/** What the file system refuses is said in one line. */
function mending<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof DataFolderError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new DataFolderError(`the data folder ${path} cannot be used: ${message}`, { cause: error });
  }
}
