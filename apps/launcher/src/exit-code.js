import { constants } from 'node:os';

/**
 * The exit code of a process that has ended, as a shell gives it: 128 and the signal's number where a signal ended it.
 * @param {number | null} code @param {NodeJS.Signals | null} signal
 */
export function exitCodeOf(code, signal) {
  return code ?? 128 + constants.signals[signal ?? 'SIGKILL'];
}
