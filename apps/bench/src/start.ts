import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { Mistake } from '@skein/command-line/mistake';
import { builtServer as findBuiltServer } from '@skein/launcher/built-server';

/** As the launcher does it. */
const COMPILED = join(import.meta.dirname, '../../../.runtime/compiled');
const READY = /^Skein is ready at (\S+)\/chat\/$/;
const SETUP = /^First run: make yourself operator at (\S+)$/;
const READY_MS = 60_000;
const STOP_MS = 15_000;

/** In which mode every server is started that does not say otherwise: one set of tests for all. */
const CONCURRENCY_VARIABLE = 'SKEIN_CONCURRENCY';
export const CONCURRENCY = process.env[CONCURRENCY_VARIABLE] || 'thread-pool';

export interface StartOptions {
  /** A program with its arguments that runs another and becomes it, or stays beside it: `strace -D`. */
  readonly under?: readonly string[];
  /** The script to run, with what comes before the server's options: the server itself, or a launcher around it. */
  readonly program?: readonly string[];
  /** Where the server keeps what it stores. By default a temporary folder, deleted after `stop`. */
  readonly dataFolder?: string;
  /** Options of the server, such as `['--workers', '4']`. It listens on a free port of the loopback address otherwise. */
  readonly args?: readonly string[];
  /** Variables beside this process's own, of which those named SKEIN_… are left out, but for the mode of concurrency. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface StartedServer extends AsyncDisposable {
  /** Its origin, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** The one-time link of a first run. */
  readonly setupLink: string | undefined;
  readonly dataFolder: string;
  readonly pid: number;
  /** What the server has written so far: on standard output, and its log on standard error. */
  readonly lines: readonly string[];
  readonly log: readonly string[];
  /** Gives a command to the console. */
  type(command: string): void;
  /** Resolves with the exit code once the process is gone; `null` where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Asks the server to stop. @returns its exit code; 137 where it did not and had to be killed */
  stop(): Promise<number>;
  /** Ends the process as a power cut would. The data folder stays, also a temporary one, until `stop`. */
  kill(): Promise<void>;
}

type Process = ChildProcessByStdio<Writable, Readable, Readable>;

/** The program that people run. @throws a Mistake where it was built from something else than its sources now */
export function builtServer(): string {
  const program = findBuiltServer();
  if (program === undefined) throw new Mistake('The server is not built from its sources as they are now: pnpm build');
  return program;
}

/**
 * Starts the server as a process of its own and waits until it is ready.
 * @throws with what it wrote, where it ends before or takes longer than a minute; a Mistake where it is not built
 */
export async function startServer({
  under = [],
  program = [builtServer()],
  dataFolder,
  args = [],
  env = {},
}: StartOptions = {}): Promise<StartedServer> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'skein-')));
  const [command, ...wrapping] = [...under, process.execPath];
  const child = spawn(command, [...wrapping, ...program, ...withDefaults(args), '--data', folder], {
    env: { NODE_COMPILE_CACHE: COMPILED, ...environmentWithoutSkein(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const log = collectLines(child.stderr);
  const lines = collectLines(child.stdout);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  // A console that nobody reads any more: the process has ended.
  child.stdin.on('error', () => {});
  const deleteFolder = async (): Promise<void> => {
    if (dataFolder === undefined) await rm(folder, { recursive: true, force: true });
  };
  const stop = async (): Promise<number> => {
    const code = await stopProcess(child, ended);
    await deleteFolder();
    return code;
  };
  try {
    const url = await readyUrl(child, lines, ended);
    return {
      url,
      get setupLink() {
        return findMatch(lines, SETUP);
      },
      dataFolder: folder,
      pid: child.pid ?? 0,
      lines,
      log,
      type: (command) => void child.stdin.write(`${command}\n`),
      ended,
      stop,
      kill: async () => {
        child.kill('SIGKILL');
        await ended;
      },
      [Symbol.asyncDispose]: async () => void (await stop()),
    };
  } catch (cause) {
    await stop();
    throw new Error(`the server did not start:\n${[...lines, ...log.slice(-20)].join('\n')}`, { cause });
  }
}

function withDefaults(args: readonly string[]): string[] {
  const has = (...names: string[]): boolean =>
    args.some((arg) => names.some((name) => arg === name || arg.startsWith(`${name}=`)));
  const port = has('-p', '--port') ? [] : ['--port', '0'];
  const host = has('--host') ? [] : ['--host', '127.0.0.1'];
  return [...port, ...host, ...args];
}

function environmentWithoutSkein(): NodeJS.ProcessEnv {
  const isOurs = (name: string): boolean => name.startsWith('SKEIN_') && name !== CONCURRENCY_VARIABLE;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOurs(name)));
}

function collectLines(stream: Readable): string[] {
  const lines: string[] = [];
  createInterface({ input: stream }).on('line', (line) => lines.push(line));
  return lines;
}

async function readyUrl(child: Process, lines: readonly string[], ended: Promise<unknown>): Promise<string> {
  const timeout = AbortSignal.timeout(READY_MS);
  const end = ended.then(() => 'ended' as const);
  while (!findMatch(lines, READY)) {
    const news = await Promise.race([once(child.stdout, 'data', { signal: timeout }), end]);
    if (news === 'ended') break;
    // The lines of this piece are split after it was seen here.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const url = findMatch(lines, READY);
  if (!url) throw new Error('it ended before it was ready');
  return url;
}

function findMatch(lines: readonly string[], pattern: RegExp): string | undefined {
  return lines.map((line) => pattern.exec(line)?.[1]).find((match) => match !== undefined);
}

async function stopProcess(child: Process, ended: Promise<number | null>): Promise<number> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  const code = await ended;
  clearTimeout(timer);
  return code ?? 137;
}
