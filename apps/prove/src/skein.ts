import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { builtServer } from '@skein/bench/start';

/** As the launcher does it. */
const COMPILED = join(import.meta.dirname, '../../../.runtime/compiled');

export interface Ran {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface RunOptions {
  /** What it reads from standard input, whole. */
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command of `skein` to its end, as a process of its own with nothing of this one's settings. */
export async function skein(args: readonly string[], { input = '', env = {} }: RunOptions = {}): Promise<Ran> {
  const child = spawn(process.execPath, [builtServer(), ...args], {
    env: { NODE_COMPILE_CACHE: COMPILED, ...withoutSettings(), ...env },
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [[code], output, errors] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { code: code as number | null, output, errors };
}

function withoutSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SKEIN_')));
}
