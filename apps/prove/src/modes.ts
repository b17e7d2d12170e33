import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

// `pnpm modes`: the tests that say something about the edge, and the browser stories, in each mode of --concurrency.

const ROOT = join(import.meta.dirname, '../../..');
const MODES = ['thread-pool', 'process-pool', 'async', 'thread', 'process'];
/** Whoever runs the edge, these must hold. */
const EDGE_TESTS = [
  'broadcast',
  'crashes',
  'endings',
  'first-run',
  'full-disk',
  'hostile-frames',
  'limits',
  'origin-and-tls',
  'placement',
  'refusing-to-start',
  'slow-readers',
  'slow-workers',
  'stopping',
  'upgrades',
  'workers',
].map((name) => `apps/prove/src/${name}.test.ts`);
const TEST_TIMEOUT_MS = 300_000;

const HELP = `pnpm modes [MODE …] [--tests] [--stories]
  runs the tests of the edge and the browser stories in each mode: ${MODES.join(', ')}
  --tests, --stories   only these
Set up browsers before, with pnpm browsers.
`;

const { values, positionals } = parseArgs({
  args: process.argv.slice(2).filter((arg, index) => arg !== '--' || index > 0),
  allowPositionals: true,
  options: { tests: { type: 'boolean' }, stories: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
const unknown = positionals.filter((mode) => !MODES.includes(mode));
if (values.help || unknown.length > 0) {
  process.stdout.write(HELP);
  process.exit(values.help ? 0 : 2);
}

const wantsAll = !values.tests && !values.stories;
const failed: string[] = [];
for (const mode of positionals.length > 0 ? positionals : MODES) {
  if (wantsAll || values.tests) {
    const test = ['--test', '--test-concurrency=1', `--test-timeout=${TEST_TIMEOUT_MS}`, ...EDGE_TESTS];
    await passes(`${mode}: tests`, mode, process.execPath, test);
  }
  if (wantsAll || values.stories) {
    const stories = ['exec', 'playwright', 'test', '--config', 'e2e/playwright.config.ts', '--workers', '1'];
    await passes(`${mode}: stories`, mode, 'pnpm', stories);
  }
}
process.stdout.write(failed.length === 0 ? 'Every mode holds.\n' : `Failed: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function passes(title: string, mode: string, command: string, args: readonly string[]): Promise<void> {
  process.stdout.write(`\n── ${title} ──\n\n`);
  const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, SKEIN_CONCURRENCY: mode } });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) failed.push(title);
}
