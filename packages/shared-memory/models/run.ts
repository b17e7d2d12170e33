import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { cases, type ModelCase } from './cases.ts';
import { check, findTools, type ModelResult } from './spin.ts';

// pnpm models [--short] [--only MODEL]: checks every model and every known-bad variant, two at a time, and prints what
// was found beside what is expected. Ends with 1 if anything differs.

const { values } = parseArgs({ options: { short: { type: 'boolean' }, only: { type: 'string' } } });
const compiler = await findTools();
if (compiler === undefined) {
  console.error('pnpm models needs spin and a C compiler: apt-get install spin gcc (elsewhere: https://spinroot.com)');
  process.exit(1);
}

const startedAt = performance.now();
const chosen = cases.filter((each) => (!values.short || each.short) && (!values.only || each.model === values.only));
if (chosen.length === 0) {
  console.error(`there is no model called ${values.only}`);
  process.exit(1);
}

const WIDTHS = [14, 36, 11, 9, 17];
console.log(row(['model', 'defined', 'states', 'seconds', 'verdict', 'expected']));
let wrong = 0;
const waiting = [...chosen];
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, checkOneAfterAnother));
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
console.log(`\n${chosen.length} checked in ${seconds} s, ${wrong} not as expected`);
process.exitCode = wrong === 0 ? 0 : 1;

async function checkOneAfterAnother(): Promise<void> {
  for (let each = waiting.shift(); each; each = waiting.shift()) report(each, await check(each, compiler!));
}

function report(each: ModelCase, result: ModelResult): void {
  const { states, seconds, verdict, trail } = result;
  const isExpected = verdict === each.expected;
  const expected = isExpected ? 'as expected' : `NOT AS EXPECTED: ${each.expected}`;
  console.log(
    row([each.model, each.defines.join(' '), states.toLocaleString('en'), seconds.toFixed(1), verdict, expected]),
  );
  if (isExpected) return;
  wrong++;
  if (each.expected === 'passes') console.log(trail);
}

function row(cells: readonly string[]): string {
  return cells
    .map((cell, index) =>
      index === 2 || index === 3 ? cell.padStart(WIDTHS[index]!) : cell.padEnd(WIDTHS[index] ?? 0),
    )
    .join('  ');
}
