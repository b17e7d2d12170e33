import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readChoices } from './modes/arguments.ts';
import { NO_REASON, type Outcome } from './modes/outcome.ts';
import { SUITES, type Suite, type SuiteChoice } from './modes/suites.ts';
import { tableOf, type Row } from './modes/table.ts';

// `pnpm modes`: the tests that say something about the edge, and the browser stories, in each mode of --concurrency.

const ROOT = join(import.meta.dirname, '../../..');
const FAILED = 1;

const choices = readChoices(process.argv.slice(2));
const folder = await mkdtemp(join(tmpdir(), 'skein-modes-'));
const rows: Row[] = [];
for (const mode of choices.modes) {
  for (const suite of SUITES.filter(({ name }) => choices.suites.includes(name))) {
    const startedAt = performance.now();
    const outcome = await run(suite, mode, choices);
    const notRun = [...outcome.notRun, ...suite.leftOut(mode)];
    rows.push({
      mode,
      suite: suite.name,
      outcome: { ...outcome, notRun },
      seconds: (performance.now() - startedAt) / 1_000,
    });
  }
}
await rm(folder, { recursive: true });
process.stdout.write(`\n${tableOf(rows)}\n`);
if (rows.some(({ outcome }) => !holds(outcome))) process.exitCode = FAILED;

async function run(suite: Suite, mode: string, choice: SuiteChoice): Promise<Outcome> {
  process.stdout.write(`\n── ${mode}: ${suite.name} ──\n\n`);
  const file = join(folder, `${mode}-${suite.name}.json`);
  const { program, args, env } = suite.command(mode, choice, file);
  const child = spawn(program, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env, SKEIN_CONCURRENCY: mode },
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const outcome = await suite.outcome(file).catch(() => undefined);
  if (!outcome) return { passed: 0, failed: [`nothing came of it; its exit code is ${code}`], notRun: [] };
  const isUntold = code !== 0 && outcome.failed.length === 0;
  return isUntold ? { ...outcome, failed: [`its exit code is ${code}`] } : outcome;
}

/** What is left out says why, or the mode does not hold. */
function holds({ passed, failed, notRun }: Outcome): boolean {
  return passed > 0 && failed.length === 0 && notRun.every(({ reason }) => reason !== NO_REASON);
}
