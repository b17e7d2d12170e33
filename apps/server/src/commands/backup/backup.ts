import { existsSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { dirname, join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { EXIT } from '@skein/command-line/exit-codes';
import { Mistake } from '@skein/command-line/mistake';
import { runCommand, takeWords, type Streams } from '@skein/command-line/run-command';
import { readDataFolder, VERSION } from '../../config.ts';
import { isInside } from '../../config-values.ts';
import { entryOf } from '../../places.ts';
import { progressOn, type Progress } from '../progress.ts';
import { DATABASE_NAME, makeHead } from './archive-format.ts';
import { BACKUP } from './backup-command.ts';
import type { CopyAnswer, CopyRequest } from './copy-thread.ts';
import { lastingDatabases, lastingFiles, type LastingFile } from './lasting-files.ts';
import { readArchive } from './read-archive.ts';
import { writeArchive } from './write-archive.ts';

// `skein backup FILE`: the database first, then the files it may speak of, so that none is missing that was there.

const LOOK_EVERY_MS = 100;

/** @returns the exit code */
export function backup(args: readonly string[], streams: Streams): Promise<number> {
  return runCommand({ command: BACKUP, args, streams }, async ({ data }, words) => {
    const [file] = takeWords(BACKUP, words, 1);
    const target = resolve(file!);
    const dataFolder = readDataFolder(data, process.env);
    refuseTarget(target, dataFolder);
    await using parts = new Parts(target);
    const { byteLength, gone } = await makeBackup(dataFolder, parts, streams).catch(explainDisk(target));
    await parts.keep();
    for (const name of gone) streams.errors.write(`skein: ${name} was deleted meanwhile and is left out\n`);
    streams.output.write(`${target} is written and checked: ${(byteLength / 1e6).toFixed(1)} MB\n`);
    return EXIT.ok;
  });
}

function refuseTarget(target: string, dataFolder: string): void {
  if (existsSync(target)) throw new Mistake(`${target} is there already: choose another name, or move it away`);
  if (!existsSync(dirname(target)))
    throw new Mistake(`there is no folder ${dirname(target)}: make it, or choose another`);
  if (isInside(dataFolder, target)) throw new Mistake(`${target} is in the data folder itself: choose a place outside`);
  if (!existsSync(dataFolder)) throw new Mistake(`there is no data folder ${dataFolder}: name it with --data DIR`);
}

async function makeBackup(dataFolder: string, parts: Parts, streams: Streams) {
  const progress = progressOn(streams);
  const databases: LastingFile[] = [];
  // The chat itself first: what others hold is then no older than it.
  for (const name of new Set([DATABASE_NAME, ...lastingDatabases(dataFolder)])) {
    const path = parts.add(name);
    await copyWithProgress({ from: join(dataFolder, name), to: path }, progress(`copying ${name}`));
    databases.push({ path, name, byteLength: (await stat(path)).size });
  }
  const files = [...databases, ...(await lastingFiles(dataFolder))];
  const total = files.reduce((sum, { byteLength }) => sum + byteLength, 0);
  using writing = progress('writing', total);
  const head = makeHead(VERSION, Date.now());
  const gone = await writeArchive(parts.archive, { head, files, onBytes: (bytes) => writing.add(bytes) });
  using checking = progress('checking', total);
  const onBytes = (bytes: number): void => checking.add(bytes);
  await readArchive(parts.archive, { file: parts.archive, take: drain, onBytes });
  return { byteLength: (await stat(parts.archive)).size, gone };
}

async function copyWithProgress(request: CopyRequest, progress: Progress): Promise<void> {
  let seen = 0;
  const timer = setInterval(() => {
    void stat(request.to).then(
      ({ size }) => {
        progress.add(size - seen);
        seen = size;
      },
      () => {},
    );
  }, LOOK_EVERY_MS);
  try {
    const thread = new Worker(entryOf('commands/backup/copy-thread'), { workerData: request });
    const [answer] = (await once(thread, 'message')) as [CopyAnswer];
    if (!answer.ok) throw new Mistake(answer.message);
  } finally {
    clearInterval(timer);
    progress[Symbol.dispose]();
  }
}

async function drain(_name: string, pieces: AsyncIterable<Buffer>): Promise<void> {
  for await (const _piece of pieces);
}

function explainDisk(target: string) {
  return (error: unknown): never => {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof Mistake || code === undefined) throw error;
    throw new Mistake(`${target} cannot be written: ${message}`);
  };
}

/** What a backup is made of until it is whole; gone when it was not. */
class Parts implements AsyncDisposable {
  readonly archive: string;
  readonly #target: string;
  readonly #copies: string[] = [];
  readonly #onSignal = (): void => void this[Symbol.asyncDispose]().then(() => process.exit(EXIT.failed));

  constructor(target: string) {
    this.#target = target;
    this.archive = `${target}.part`;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, this.#onSignal);
  }

  /** @returns where the copy of a database goes */
  add(name: string): string {
    const path = `${this.#target}.${name}.part`;
    this.#copies.push(path, `${path}-journal`);
    return path;
  }

  /** Under its name the backup is whole and on disk, or not there. */
  async keep(): Promise<void> {
    await rename(this.archive, this.#target);
    const folder = await open(dirname(this.#target));
    await folder.sync();
    await folder.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, this.#onSignal);
    for (const part of [this.archive, ...this.#copies]) await rm(part, { force: true });
  }
}
