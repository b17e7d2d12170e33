import { parseConfig, type Config } from '../config.ts';
import { startConsole } from '../console/console.ts';
import type { ControlCommand } from '../control/control-commands.ts';
import { keepCompiled } from '../keep-compiled.ts';
import { createLog } from '../log.ts';
import { openDataFolder, DataFolderError } from '../storage/data-folder.ts';
import { DatabaseError } from '../storage/sqlite/errors.ts';
import { prepareDatabase } from '../storage/sqlite/prepare-database.ts';
import { PortError } from '../supervisor/port.ts';
import { onStopRequest } from '../supervisor/stop-requests.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import { greeting } from '../supervisor/greeting.ts';
import { EXIT } from '@skein/command-line/exit-codes';

// The supervisor's entry: `skein serve`. The order of boot: configuration, data folder, database, ledger and hub
// workers at once, console; a second later the background thread loads what it needs.

/** `skein doctor` holds the folder for a moment to see whether a server does. */
const DOCTOR_LOOKS_MS = 300;
/** Whatever hangs, the process is gone this long after it was asked to stop. */
const STOP_TIMEOUT_MS = 4_800;

/** @returns the exit code so far; a server that runs ends its process itself */
export async function run(args: readonly string[]): Promise<number> {
  const parsed = parseConfig(args, process.env);
  if (parsed.kind === 'error') {
    process.stderr.write(`skein: ${parsed.message}\n`);
    return EXIT.misused;
  }
  if (parsed.kind === 'config') await serve(parsed.config).catch(failToStart);
  else process.stdout.write(`${parsed.text}\n`);
  return EXIT.ok;
}

async function serve(config: Config): Promise<void> {
  const log = createLog({ verbose: config.verbose, thread: 'main' });
  const dataFolder = openDataFolder(config.dataFolder, { patienceMs: DOCTOR_LOOKS_MS });
  const prepared = await prepareDatabase(dataFolder.databaseFile);

  let isStopping = false;
  const terminal = new DisposableStack();
  const supervisor = new Supervisor({ config, dataFolder, log, onFailed: (why) => end(EXIT.failed, why) });
  onStopRequest({ stop: () => void stop(), endNow: () => end(EXIT.failed, 'asked twice to stop') });
  const setupToken = await start();
  if (isStopping) return;
  const submit = (command: ControlCommand) => supervisor.administer(command);
  keepCompiled();
  const { openControl } = await import('../control/control-server.ts');
  const control = await openControl({ dataFolder: dataFolder.path, submit }).catch(withoutControl);
  if (isStopping) return control?.[Symbol.dispose]();
  terminal.use(control);
  process.stdout.write(greeting({ config, port: supervisor.port, setupToken, caveat: supervisor.caveat }));

  terminal.use(
    startConsole({
      input: process.stdin,
      output: process.stdout,
      isTerminal: process.stdin.isTTY === true && process.stdout.isTTY === true,
      list: () => supervisor.listClients(),
      broadcast: (text) => supervisor.broadcast(text),
      exit: () => void stop(),
      // On a terminal in raw mode Ctrl-C is a key; as a signal it counts like one from outside.
      interrupt: () => process.kill(process.pid, 'SIGINT'),
    }),
  );

  async function start(): Promise<string | undefined> {
    try {
      await supervisor.start(prepared);
      return await supervisor.keepSetupToken(prepared);
    } catch (error) {
      // Asked to stop while starting: then its threads ending before they were ready is no failure.
      if (!isStopping) throw error;
      return undefined;
    }
  }

  async function stop(): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    log.info('stopping');
    setTimeout(() => end(EXIT.ok, 'stopping took too long'), STOP_TIMEOUT_MS);
    terminal.dispose();
    await supervisor.stop();
    dataFolder[Symbol.dispose]();
    log.info('stopped');
    process.exit(EXIT.ok);
  }

  /** Not every file system has sockets. The chat goes on. */
  function withoutControl(error: unknown): undefined {
    log.warn({ err: error }, 'skein user cannot reach this server: stop it to change accounts');
  }

  function end(code: number, why: string): never {
    log.error(why);
    process.exit(code);
  }
}

/** What a person can mend is one line and exit code 2; anything else is a defect and shows itself whole. */
function failToStart(error: unknown): never {
  const isExpected = error instanceof PortError || error instanceof DataFolderError || error instanceof DatabaseError;
  process.stderr.write(
    isExpected ? `skein: ${error.message}\n` : `skein: could not start\n${(error as Error).stack}\n`,
  );
  process.exit(isExpected ? EXIT.misused : EXIT.failed);
}
