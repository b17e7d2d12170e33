import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Mistake } from '@skein/command-line/mistake';
import type { Answer } from '../ledger/commands.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { Log } from '../log.ts';
import { DataFolderInUse, openDataFolder } from '../storage/data-folder.ts';
import type { LedgerStore } from '../storage/store.ts';
import { CONTROL_FILE, controlFileSchema, type ControlCommand, type ControlKind } from './control-commands.ts';

export interface AdministerOptions {
  readonly dataFolder: string;
  readonly openStore: (databaseFile: string) => Promise<LedgerStore>;
  readonly log: Log;
}

/** A server that is starting holds the folder before it answers, and one that is stopping still does. */
const TRIES = 100;
const TRY_EVERY_MS = 100;

/**
 * Has the ledger carry a command out: the running server's, or, while none is running, one that is opened for it. Either is the
 * only writer. @throws a Mistake
 */
export async function administer(command: ControlCommand, options: AdministerOptions): Promise<Answer<ControlKind>> {
  const { dataFolder } = options;
  if (!existsSync(join(dataFolder, 'skein.db'))) {
    throw new Mistake(
      `there is no data of Skein in ${dataFolder}: start the server once, or name its folder with --data`,
    );
  }
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = (await askServer(command, dataFolder)) ?? (await commitHere(command, options));
    if (answer) return answer;
    await sleep(TRY_EVERY_MS);
  }
  throw new Mistake(`the server on ${dataFolder} does not answer: try again, or stop it first`);
}

/** @returns undefined where no server answers */
async function askServer(command: ControlCommand, dataFolder: string): Promise<Answer<ControlKind> | undefined> {
  const control = readControlFile(join(dataFolder, CONTROL_FILE));
  if (!control) return undefined;
  const socket = connect(control.address);
  try {
    await once(socket, 'connect');
    socket.write(`${JSON.stringify({ key: control.key, command })}\n`);
    return JSON.parse(await text(socket)) as Answer<ControlKind>;
  } catch {
    // Left behind by a server that was killed, or one that is just stopping: whether it was done is found out by doing it again.
    return undefined;
  } finally {
    socket.destroy();
  }
}

function readControlFile(file: string) {
  try {
    return controlFileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** @returns undefined where a server holds the folder */
async function commitHere(
  command: ControlCommand,
  { dataFolder, openStore, log }: AdministerOptions,
): Promise<Answer<ControlKind> | undefined> {
  using folder = hold(dataFolder);
  if (!folder) return undefined;
  await using store = await openStore(folder.databaseFile);
  const makeId = () => randomBytes(12).toString('base64url');
  const ledger = new Ledger({ store, now: Date.now, makeId, isConnected: () => false, log });
  const committed = await ledger.commit([{ origin: undefined, command }]);
  return committed[0]?.replies[0]?.answer as Answer<ControlKind> | undefined;
}

function hold(dataFolder: string) {
  try {
    return openDataFolder(dataFolder);
  } catch (error) {
    if (error instanceof DataFolderInUse) return undefined;
    throw error;
  }
}
