import { createWriteStream, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { EXIT } from '@skein/command-line/exit-codes';
import { Mistake } from '@skein/command-line/mistake';
import { runCommand, takeWords, type Streams } from '@skein/command-line/run-command';
import { readDataFolder } from '../../config.ts';
import {
  DataFolderError,
  DataFolderInUse,
  holdDataFolder,
  readSecrets,
  syncFolder,
} from '../../storage/data-folder.ts';
import { DatabaseError } from '../../storage/sqlite/errors.ts';
import { beginNewHistory } from '../../storage/sqlite/new-history.ts';
import { DATABASE_NAME, noBackup } from '../backup/archive-format.ts';
import { readArchive } from '../backup/read-archive.ts';
import { progressOn } from '../progress.ts';
import { replaceContents } from './replace-contents.ts';
import { RESTORE } from './restore-command.ts';

// `skein restore FILE`: everything is read, checked and on disk beside what is there before that is touched.

const INCOMING = 'restore.part';

/** @returns the exit code */
export function restore(args: readonly string[], streams: Streams): Promise<number> {
  const expected = [DataFolderError, DatabaseError];
  return runCommand({ command: RESTORE, args, streams, expected }, async ({ data }, words) => {
    const file = resolve(takeWords(RESTORE, words, 1)[0]!);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new Mistake(`there is no file ${file}`);
    using folder = hold(readDataFolder(data, process.env));
    const incoming = join(folder.path, INCOMING);
    const madeAt = await unpack(file, incoming, streams);
    const aside = replaceContents(folder.path, incoming, Date.now());
    streams.output.write(`${folder.path} is as it was on ${new Date(madeAt).toLocaleString('sv-SE')}.\n`);
    if (aside) streams.output.write(`What was there before is in ${aside}: delete it once you miss nothing.\n`);
    return EXIT.ok;
  });
}

function hold(folder: string) {
  try {
    return holdDataFolder(folder);
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error;
    throw new Mistake(`a server is running on the data folder ${folder}: stop it first`);
  }
}

/** @returns when the backup was made */
async function unpack(file: string, incoming: string, streams: Streams): Promise<string> {
  rmSync(incoming, { recursive: true, force: true });
  mkdirSync(incoming, { mode: 0o700 });
  try {
    using progress = progressOn(streams)('reading', statSync(file).size);
    const take = (name: string, pieces: AsyncIterable<Buffer>): Promise<void> => write(join(incoming, name), pieces);
    const { madeAt } = await readArchive(file, { file, take, onBytes: (bytes) => progress.add(bytes) });
    const [database, secrets] = [join(incoming, DATABASE_NAME), join(incoming, 'secrets.json')];
    if (!existsSync(database) || !existsSync(secrets)) throw noBackup(file);
    readSecrets(secrets);
    beginNewHistory(database);
    syncFolder(incoming);
    return madeAt;
  } catch (error) {
    rmSync(incoming, { recursive: true, force: true });
    throw error;
  }
}

async function write(path: string, pieces: AsyncIterable<Buffer>): Promise<void> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    await pipeline(pieces, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
    syncFolder(dirname(path));
  } catch (error) {
    // Of the disk that is written to; errors of the archive itself have no path.
    const { syscall, code, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined && code !== 'EEXIST') throw error;
    throw new Mistake(`${path} cannot be written: ${message}`);
  }
}
