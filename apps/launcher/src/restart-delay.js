const WINDOW_MS = 60_000;
const CRASHES_FORGIVEN = 5;
const LONGEST_MS = 30_000;

/**
 * How long to wait before the next start: not at all for the first five crashes in a minute, then ever longer.
 * @param {readonly number[]} crashTimes milliseconds, ascending, the present crash among them
 * @param {number} now
 */
export function restartDelayMs(crashTimes, now) {
  const recent = crashTimes.filter((time) => now - time < WINDOW_MS).length;
  return recent <= CRASHES_FORGIVEN ? 0 : Math.min(1_000 * 2 ** (recent - CRASHES_FORGIVEN - 1), LONGEST_MS);
}
