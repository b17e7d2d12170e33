import { add, NONE, nodeTestCounts, playwrightCounts } from './counts.js';
import { prepare } from './prepare.js';
import { giveUp } from './problem.js';
import { PAGE, SERVER } from './products.js';
import { run } from './run.js';
import { installTestPrograms } from './test-programs.js';

// `npm test`: everything that must hold before a change is good, with all its set-up, from a fresh clone on. The checks are
// the scripts of package.json, one after the other; the first that fails ends the run.

/**
 * @typedef {object} Check
 * @property {string} title
 * @property {readonly string[]} script arguments of pnpm
 * @property {(output: string) => import('./counts.js').Counts} [counts] where tests run
 */

/** @type {readonly Check[]} */
const CHECKS = [
  { title: 'Format', script: ['format:check'] },
  { title: 'Lint', script: ['lint'] },
  { title: 'Types', script: ['typecheck'] },
  { title: 'Unit and integration tests', script: ['unit'], counts: nodeTestCounts },
  { title: 'Page and its size', script: ['size'] },
  { title: 'Browsers', script: ['browsers'] },
  { title: 'Browser tests', script: ['e2e'], counts: playwrightCounts },
];

const startedAt = performance.now();
/** @type {{ title: string, result: string, timeMs: number }[]} */
const rows = [];
let totals = NONE;

heading('Set-up');
const runtime = await prepare([PAGE, SERVER]).catch(giveUp);
const pnpm = await runtime.pnpm().catch(giveUp);
installTestPrograms();
rows.push({ title: 'Set-up', result: 'ok', timeMs: performance.now() - startedAt });
const env = {
  ...runtime.environment(),
  NODE_USE_ENV_PROXY: '1',
  ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
};

for (const check of CHECKS) {
  if (!(await passes(check))) break;
}
const isWhole = rows.every((row) => !row.result.startsWith('failed'));

heading('Summary');
for (const { title, result, timeMs } of rows)
  console.log(`${title.padEnd(28)} ${seconds(timeMs).padStart(8)}  ${result}`);
for (const { title } of CHECKS.slice(rows.length - 1)) console.log(`${title.padEnd(28)} ${'–'.padStart(8)}  not run`);
console.log(`${'Altogether'.padEnd(28)} ${seconds(performance.now() - startedAt).padStart(8)}\n`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = isWhole ? 0 : 1;

/** @param {Check} check */
async function passes({ title, script, counts }) {
  heading(title);
  const checkStartedAt = performance.now();
  const { code, output } = await run({ ...pnpm, args: [...pnpm.args, '--silent', ...script] }, { env, show: true });
  const counted = counts?.(output) ?? NONE;
  const result = resultOf(code, counted, counts !== undefined);
  const failed = result === 'ok' ? counted.failed : Math.max(counted.failed, 1);
  totals = add(totals, { ...counted, failed });
  rows.push({
    title,
    result: counts ? `${result}: ${inWords(counted)}` : result,
    timeMs: performance.now() - checkStartedAt,
  });
  return result === 'ok';
}

/**
 * Tests that did not run show nothing, so they fail the run as well.
 * @param {number} code @param {import('./counts.js').Counts} counted @param {boolean} hasTests
 */
function resultOf(code, { passed, failed, skipped }, hasTests) {
  const ranAll = !hasTests || (passed > 0 && failed === 0 && skipped === 0);
  return code === 0 && ranAll ? 'ok' : 'failed';
}

/** @param {import('./counts.js').Counts} counts */
function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} not run` : ''}`;
}

/** @param {string} title */
function heading(title) {
  console.log(
    `\n── ${title} ${'─'.repeat(Math.max(0, 70 - title.length))} ${seconds(performance.now() - startedAt)}\n`,
  );
}

/** @param {number} timeMs */
function seconds(timeMs) {
  return `${(timeMs / 1000).toFixed(1)} s`;
}
