import { stripVTControlCharacters } from 'node:util';

/**
 * How many tests ran.
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** @type {Counts} */
export const NONE = { passed: 0, failed: 0, skipped: 0 };

/** @param {Counts} a @param {Counts} b @returns {Counts} */
export function add(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** What node:test writes at its end: `ℹ pass 12`, or `# pass 12`. @param {string} output @returns {Counts} */
export function nodeTestCounts(output) {
  const count = (/** @type {string} */ word) => lastNumber(new RegExp(`^(?:ℹ|#) ${word} (\\d+)`, 'gm'), output);
  return {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  };
}

/** What Playwright's list reporter writes at its end: `  12 passed (3s)`. @param {string} output @returns {Counts} */
export function playwrightCounts(output) {
  const count = (/** @type {string} */ words) => lastNumber(new RegExp(`^ +(\\d+) ${words}`, 'gm'), output);
  const failed = count('failed') + count('interrupted') + count('flaky') + count('error');
  return { passed: count('passed'), failed, skipped: count('skipped') + count('did not run') };
}

/** @param {RegExp} pattern @param {string} output */
function lastNumber(pattern, output) {
  return Number([...stripVTControlCharacters(output).matchAll(pattern)].at(-1)?.[1] ?? 0);
}
