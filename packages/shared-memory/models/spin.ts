import { execFile } from 'node:child_process';
import { readdir, rm, symlink, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ModelCase, Verdict } from './cases.ts';

// spin turns a model into a C program that looks at every reachable state. Partial order reduction is off: the models
// end processes with `unless` at any step, and are small enough to do without.

const MODELS = import.meta.dirname;
const MAX_DEPTH = 100_000;
/** The bits of the hash table that spin clears first: its own 24 cost more than most searches here. */
const HASH_BITS = { passes: 22, fails: 18 } as const;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

const run = promisify(execFile);

export interface ModelResult {
  readonly verdict: Verdict;
  /** States stored; for a bad variant, until the first failure. */
  readonly states: number;
  readonly seconds: number;
  /** The steps to the failure, as spin replays them; empty when there was none. */
  readonly trail: string;
}

/** The C compiler to use; undefined if spin or every compiler is missing. */
export async function findTools(): Promise<string | undefined> {
  if (!(await answers('spin', '-V'))) return undefined;
  for (const compiler of ['gcc', 'cc', 'clang']) if (await answers(compiler, '--version')) return compiler;
  return undefined;
}

async function answers(command: string, flag: string): Promise<boolean> {
  return run(command, [flag]).then(
    () => true,
    () => false,
  );
}

/** Checks one case in a folder of its own. Rejects with spin's or the compiler's words if the model is not well formed. */
export async function check(each: ModelCase, compiler: string): Promise<ModelResult> {
  const folder = await mkdtemp(join(tmpdir(), 'skein-models-'));
  try {
    return await checkIn(folder, each, compiler);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function checkIn(folder: string, each: ModelCase, compiler: string): Promise<ModelResult> {
  for (const file of await readdir(MODELS)) {
    if (file.endsWith('.pml')) await symlink(join(MODELS, file), join(folder, file));
  }
  const inFolder = { cwd: folder, maxBuffer: MAX_OUTPUT_BYTES };
  const defines = each.defines.map((name) => `-D${name}`);
  const model = `${each.model}.pml`;
  const startedAt = performance.now();
  await run('spin', [...defines, '-a', model], inFolder);
  const bits = each.expected === 'passes' ? HASH_BITS.passes : HASH_BITS.fails;
  const search = each.liveness ? ['-DNFAIR=3'] : ['-DSAFETY'];
  const level = each.expected === 'passes' ? '-O2' : '-O0';
  await run(compiler, [level, '-w', '-DNOREDUCE', ...search, '-o', 'pan', 'pan.c'], inFolder);
  const { stdout } = await run(
    './pan',
    [`-m${MAX_DEPTH}`, `-w${bits}`, ...(each.liveness ? ['-a', '-f'] : [])],
    inFolder,
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const verdict = verdictOf(stdout);
  const replay =
    verdict === 'passes' ? undefined : await run('spin', [...defines, '-t', '-p', '-g', '-l', model], inFolder);
  return { verdict, states: statesIn(stdout), seconds, trail: replay?.stdout ?? '' };
}

/** Throws when the search was not exhaustive: what was not looked at is not known to be right. */
export function verdictOf(output: string): Verdict {
  if (/assertion violated/.test(output)) return 'fails: assertion';
  if (/invalid end state/.test(output.replace(/^\s+invalid end states.*$/m, ''))) return 'fails: stuck';
  if (/acceptance cycle/.test(output.replace(/^\s+acceptance +cycles.*$/m, ''))) return 'fails: liveness';
  const isWhole = /errors: 0\b/.test(output) && !/max search depth too small|out of memory|not completed/i.test(output);
  if (!isWhole) throw new Error(`spin did not come to an end:\n${output}`);
  return 'passes';
}

function statesIn(output: string): number {
  const found = /(\d+) states, stored/.exec(output);
  if (!found) throw new Error(`spin told no number of states:\n${output}`);
  return Number(found[1]);
}
