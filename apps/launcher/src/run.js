import { spawn } from 'node:child_process';
import { ROOT } from './places.js';

/**
 * @typedef {{ command: string, args: readonly string[] }} Command
 * @typedef {{ code: number, output: string }} Outcome `code` is 127 where the program could not be started at all
 */

/**
 * Runs a program to its end in the root of the clone and without input.
 * @param {Command} program
 * @param {{ env?: NodeJS.ProcessEnv, show?: boolean, timeoutMs?: number }} [options] `show`: its output also goes to the terminal
 * @returns {Promise<Outcome>}
 */
export function run({ command, args }, { env = process.env, show = false, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    let output = '';
    const release = passOnSignals(child);
    for (const [stream, target] of /** @type {const} */ ([
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        if (show) target.write(text);
      });
    }
    child.on('error', (error) => {
      release();
      resolve({ code: 127, output: output + error.message });
    });
    child.on('close', (code) => {
      release();
      resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * A signal to this process alone must not leave the program behind.
 * @param {import('node:child_process').ChildProcess} child
 */
function passOnSignals(child) {
  const end = () => {
    child.kill();
    process.exit(130);
  };
  process.once('SIGINT', end).once('SIGTERM', end).once('SIGHUP', end);
  return () => process.off('SIGINT', end).off('SIGTERM', end).off('SIGHUP', end);
}
