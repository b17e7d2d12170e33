import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';

const STOP_MS = 3_000;

/** Resident memory of the processes together, in bytes. */
export async function residentBytes(pids: readonly number[]): Promise<number> {
  const kilobytes = await Promise.all(
    pids.map(async (pid) => Number(/^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1])),
  );
  return kilobytes.reduce((sum, one) => sum + one, 0) * 1024;
}

/** The process and its children. */
export async function processTree(pid: number): Promise<readonly number[]> {
  const all = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const isChild = await Promise.all(all.map(async (one) => (await parentOf(one)) === pid));
  return [pid, ...all.filter((_, index) => isChild[index])];
}

/** undefined where it has ended meanwhile. */
async function parentOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** On top of our own. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface StartedProcess extends AsyncDisposable {
  readonly pid: number;
  /** What `pattern` found in its output. */
  readonly found: RegExpExecArray;
}

/** Starts a program and waits until a match stands in what it writes. @throws with its output where it ends before */
export async function startProcess({ program, args, env }: Command, pattern: RegExp): Promise<StartedProcess> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const found = await new Promise<RegExpExecArray>((resolve, reject) => {
    let output = '';
    const hear = (text: unknown): void => {
      output += String(text);
      const match = pattern.exec(output);
      if (match) resolve(match);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`${program} ended before it was ready:\n${output}`)));
  });
  return { pid: child.pid ?? 0, found, [Symbol.asyncDispose]: () => stopProcess(child) };
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'close');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(timer);
}
