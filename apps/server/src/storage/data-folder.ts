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
import { createPrivately } from './create-privately.ts';
import { RESULT, resultOf } from './sqlite/errors.ts';

/** The folder cannot be used; the message is one line for whoever started the server. */
export class DataFolderError extends Error {
  override readonly name: string = 'DataFolderError';
}

/** Another server, in this process or another, works in the folder. */
export class DataFolderInUse extends DataFolderError {
  override readonly name = 'DataFolderInUse';
}

/** A restore sets what was there before aside in a folder of such a name; that is no part of what lasts. */
export const ASIDE_PREFIX = 'before-restore-';
/** Is there while a restore puts its files in their places: until it is gone, the folder is neither the old nor the new. */
export const RESTORING = 'restoring.json';

/** The one folder with everything that lasts, held against a second server until disposed. */
export interface DataFolder extends Disposable {
  readonly path: string;
  readonly databaseFile: string;
  /** The search index: made anew wherever it is missing. */
  readonly searchFile: string;
  readonly pushFile: string;
  /** The bytes of files. */
  readonly filesFolder: string;
  /** Signs tokens: 32 random bytes as base64url, the same as long as the folder lives. */
  readonly tokenSecret: string;
}

/** How long to stand still, in milliseconds, for who holds the folder only to look whether anybody does. */
export interface Patience {
  readonly patienceMs?: number;
}

/**
 * Makes the folder (mode 0700) with its secrets (mode 0600) where there is none, and holds it. Throws a `DataFolderError`.
 */
export function openDataFolder(folder: string, patience: Patience = {}): DataFolder {
  const held = holdDataFolder(folder, patience);
  const { path } = held;
  try {
    if (existsSync(join(path, RESTORING))) {
      throw new DataFolderError(`the data folder ${path} is half restored: run skein restore FILE again`);
    }
    const { tokenSecret } = mending(path, () => readOrMakeSecrets(path));
    const databaseFile = join(path, 'skein.db');
    const filesFolder = filesFolderIn(path);
    mending(path, () => mkdirSync(filesFolder, { recursive: true, mode: 0o700 }));
    const files = { searchFile: join(path, 'search.db'), pushFile: join(path, 'push.db'), filesFolder };
    return { path, databaseFile, ...files, tokenSecret, [Symbol.dispose]: () => held[Symbol.dispose]() };
  } catch (error) {
    held[Symbol.dispose]();
    throw error;
  }
}

/** Where the bytes of files are; it is there once the data folder was opened. */
export function filesFolderIn(dataFolder: string): string {
  return join(dataFolder, 'files');
}

/** Makes the folder where there is none, and holds it whatever is in it. Throws a `DataFolderError`. */
export function holdDataFolder(
  folder: string,
  { patienceMs = 0 }: Patience = {},
): Disposable & { readonly path: string } {
  const path = resolve(folder);
  const lock = mending(path, () => {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return holdLock(path, patienceMs);
  });
  return { path, [Symbol.dispose]: () => lock.close() };
}

/**
 * An exclusive transaction that never ends: the operating system ends it with the process, however that dies, which a
 * file with a process id in it does not.
 */
function holdLock(path: string, timeout: number): DatabaseSync {
  const file = join(path, 'lock.db');
  createPrivately(file);
  const lock = new DatabaseSync(file, { timeout });
  try {
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (resultOf(error) === RESULT.busy)
      throw new DataFolderInUse(
        `the data folder ${path} is in use by another server: stop that, or name another with --data DIR`,
      );
    throw error;
  }
}

interface Secrets {
  readonly tokenSecret: string;
}

function readOrMakeSecrets(path: string): Secrets {
  const file = join(path, 'secrets.json');
  if (!existsSync(file)) writeWhole(file, JSON.stringify({ tokenSecret: randomBytes(32).toString('base64url') }));
  return readSecrets(file);
}

/** Throws a `DataFolderError`. */
export function readSecrets(file: string): Secrets {
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
export function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.part`;
  const descriptor = openSync(unfinished, 'w', 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(unfinished, file);
  syncFolder(dirname(file));
}

/** What was made in it, renamed or deleted, is so on disk. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
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
