import { spawn, spawnSync } from 'node:child_process';
import { isatty } from 'node:tty';
import { exitCodeOf } from './exit-code.js';
import { restartDelayMs } from './restart-delay.js';

// Keeps the server running. Its exit codes 0 (asked to stop) and 2 (cannot run like this) are final; everything else is a
// crash, after which it is started again. Ctrl-C on a terminal reaches the server directly, so a signal to the launcher is
// told to it as a message and never sent on: the server would take it for a second one.

const FINAL_CODES = [0, 2];
/** npm hands on the Ctrl-C that the terminal already gave to everybody: within this time it is one and the same. */
const SAME_SIGNAL_MS = 500;
/** The server promises to stop within 5 s; this is for one that hangs. */
const STOP_DEADLINE_MS = 10_000;
/** On a terminal the server has the second signal as well and ends by itself, with an exit code of its own. */
const SECOND_SIGNAL_GRACE_MS = 250;

/** @typedef {{ command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv }} Program */

/**
 * Runs the server and starts it again whenever it crashes. SIGINT, SIGTERM and SIGHUP to this process stop it; a second one
 * ends it at once.
 * @param {Program} program @param {(line: string) => void} say gets a line about each crash
 * @returns {Promise<number>} the exit code, once the server has ended for good
 */
export function keepRunning(program, say) {
  const supervisor = new Supervisor(program, say);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => supervisor.stop());
  return supervisor.run();
}

class Supervisor {
  /** @type {Program} */ #program;
  /** @type {(line: string) => void} */ #say;
  /** @type {import('node:child_process').ChildProcess | undefined} */ #server;
  /** @type {NodeJS.Timeout | undefined} */ #nextStart;
  /** @type {number[]} */ #crashTimes = [];
  /** @type {number | undefined} */ #stopAskedAt;
  #lastCode = 0;
  /** @type {(code: number) => void} */ #finish = () => {};

  /** @param {Program} program @param {(line: string) => void} say */
  constructor(program, say) {
    this.#program = program;
    this.#say = say;
  }

  /** @returns {Promise<number>} */
  run() {
    return new Promise((resolve) => {
      this.#finish = resolve;
      this.#start({});
    });
  }

  /** The first call asks the server to stop, a later one ends it now. */
  stop() {
    const now = performance.now();
    if (this.#stopAskedAt === undefined) this.#askToStop(now);
    else if (now - this.#stopAskedAt > SAME_SIGNAL_MS) this.#killIn(SECOND_SIGNAL_GRACE_MS);
  }

  /** @param {number} now */
  #askToStop(now) {
    this.#stopAskedAt = now;
    clearTimeout(this.#nextStart);
    if (!this.#server) return this.#finish(this.#lastCode);
    if (this.#server.connected) this.#server.send({ type: 'stop' }, () => {}); // it may be gone already
    this.#killIn(STOP_DEADLINE_MS);
  }

  /** @param {number} delayMs */
  #killIn(delayMs) {
    setTimeout(() => this.#server?.kill('SIGKILL'), delayMs).unref();
  }

  /** @param {NodeJS.ProcessEnv} extraEnv */
  #start(extraEnv) {
    const { command, args, cwd, env } = this.#program;
    const server = spawn(command, args, {
      cwd,
      env: { ...env, ...extraEnv },
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    this.#server = server;
    server.once('error', (error) => this.#ended(1, error.message));
    server.once('exit', (code, signal) => {
      this.#ended(exitCodeOf(code, signal), signal ?? `exit code ${code}`);
    });
  }

  /** @param {number} code @param {string} cause */
  #ended(code, cause) {
    this.#server = undefined;
    this.#lastCode = code;
    if (this.#stopAskedAt !== undefined) return this.#finish(code);
    if (FINAL_CODES.includes(code)) return this.#finish(code);
    this.#crashed(cause);
  }

  /** @param {string} cause */
  #crashed(cause) {
    const now = performance.now();
    this.#crashTimes = [...this.#crashTimes.slice(-99), now];
    const delayMs = restartDelayMs(this.#crashTimes, now);
    const when = delayMs === 0 ? 'now' : `in ${delayMs / 1000} s, because it keeps crashing`;
    // The server's console takes the terminal's keys as they are, and could not give that back: Ctrl-C would do nothing.
    if (isatty(0)) spawnSync('stty', ['sane'], { stdio: 'inherit' });
    this.#say(`The server ended unexpectedly (${cause}). Starting it again ${when}.`);
    this.#nextStart = setTimeout(() => this.#start({ SKEIN_RESTARTED: '1' }), delayMs);
  }
}
