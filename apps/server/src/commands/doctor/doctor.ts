import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { EXIT } from '@skein/command-line/exit-codes';
import { Mistake } from '@skein/command-line/mistake';
import { runCommand, type Streams } from '@skein/command-line/run-command';
import { parseConfig, type Config } from '../../config.ts';
import { DataFolderInUse, holdDataFolder } from '../../storage/data-folder.ts';
import { DatabaseError } from '../../storage/sqlite/errors.ts';
import { examineDatabase } from '../../storage/sqlite/examine.ts';
import { DOCTOR } from './doctor-command.ts';
import { fair, ill, well, type Finding } from './finding.ts';
import { checkDataFolder, checkRoom, checkSync } from './folder.ts';
import { checkClock, checkNode, checkOpenFiles, checkPort, isClockSynchronized, openFileLimit } from './machine.ts';

const MARKS = {
  well: { sign: '✓', style: 'green' },
  fair: { sign: '!', style: 'yellow' },
  ill: { sign: '✗', style: 'red' },
} as const;
const WHAT_COLUMNS = 14;

/** @returns the exit code */
export function doctor(args: readonly string[], streams: Streams): Promise<number> {
  return runCommand({ command: DOCTOR, args, streams }, async (flags, words) => {
    if (words.length > 0) throw new Mistake('Write it as: skein doctor [options]');
    const config = readConfig(flags);
    let isFit = true;
    for await (const finding of examine(config)) {
      streams.output.write(`${lineOf(finding, streams.output.isTTY === true)}\n`);
      isFit &&= finding.state !== 'ill';
    }
    return isFit ? EXIT.ok : EXIT.failed;
  });
}

function readConfig(flags: Readonly<Record<string, string | true | undefined>>): Config {
  const args = Object.entries(flags).flatMap(([name, value]) =>
    typeof value === 'string' ? [`--${name}=${value}`] : [],
  );
  const parsed = parseConfig(args, process.env);
  if (parsed.kind === 'config') return parsed.config;
  throw new Mistake(parsed.kind === 'error' ? parsed.message : 'Write it as: skein doctor [options]');
}

async function* examine({ port, host, dataFolder }: Config): AsyncGenerator<Finding> {
  const isRunning = isHeld(dataFolder);
  yield checkNode(process.versions.node);
  yield await checkPort(port, host, isRunning);
  yield checkDataFolder(dataFolder);
  yield checkRoom(dataFolder);
  yield await checkSync(dataFolder);
  const { finding, newest } = checkDatabase(join(dataFolder, 'skein.db'));
  yield checkClock(Date.now(), newest, isClockSynchronized());
  yield checkOpenFiles(openFileLimit());
  yield finding;
}

function checkDatabase(file: string): { readonly finding: Finding; readonly newest?: number | undefined } {
  if (!existsSync(file)) return { finding: well('database', 'is made at the first start') };
  try {
    const { newest, byteLength, isOutdated } = examineDatabase(file);
    const size = `${(byteLength / 1e6).toFixed(1)} MB, every page read`;
    const finding = isOutdated
      ? fair('database', `${size}; the next start brings it up to date, after it set a copy aside`)
      : well('database', size);
    return { finding, newest };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { finding: ill('database', error.message) };
  }
}

/** Whether a server runs on the folder. A folder that is not there yet is not made for that. */
function isHeld(dataFolder: string): boolean {
  if (!existsSync(join(dataFolder, 'lock.db'))) return false;
  try {
    holdDataFolder(dataFolder)[Symbol.dispose]();
    return false;
  } catch (error) {
    return error instanceof DataFolderInUse;
  }
}

function lineOf({ state, what, text }: Finding, isTerminal: boolean): string {
  const { sign, style } = MARKS[state];
  const isColoured = isTerminal && !process.env['NO_COLOR'];
  return `${isColoured ? styleText(style, sign, { validateStream: false }) : sign} ${what.padEnd(WHAT_COLUMNS)} ${text}`;
}
