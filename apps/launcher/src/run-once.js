import { spawn } from 'node:child_process';
import { exitCodeOf } from './exit-code.js';

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a program to its end on this process's own terminal or pipes. Signals to this process reach it too.
 * @param {import('./supervisor.js').Program} program
 * @returns {Promise<number>} its exit code
 */
export function runOnce({ command, args, cwd, env }) {
  const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
  });
}
