import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NotRun, Outcome } from './outcome.ts';
import { outcomeOfPlaywright, type PlaywrightReport } from './playwright-outcome.ts';

/** A set of tests that holds whoever runs the edge. */
export interface Suite {
  readonly name: 'tests' | 'stories';
  /** @param file where the outcome goes */
  command(mode: string, choice: SuiteChoice, file: string): SuiteCommand;
  /** What is not even begun in this mode. */
  leftOut(mode: string): readonly NotRun[];
  outcome(file: string): Promise<Outcome>;
}

export interface SuiteChoice {
  /** Parts of file names; empty for all. */
  readonly only: readonly string[];
  /** Browsers; empty for all there are. */
  readonly browsers: readonly string[];
}

export interface SuiteCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Tests of apps/prove that say something about who runs the edge. */
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
];
const TEST_TIMEOUT_MS = 300_000;
const REPORTER = './apps/prove/src/modes/node-reporter.ts';

/** Where each connection has a worker of its own a story takes several times as long, so these are left to the other modes. */
const WORKER_EACH = ['thread', 'process'];
const PAGE_STORIES = [
  'answers-and-reactions',
  'axe',
  'finding',
  'keyboard-only',
  'long-history',
  'next-day',
  'notifications',
  'preferences',
  'room-settings',
  'whatever-is-typed',
  'writing',
  'wrong-clock',
];
const PAGE_ALONE = 'it is about the page, which asks in each mode for the same';
const STORIES = join(import.meta.dirname, '../../../../e2e/stories');

const tests: Suite = {
  name: 'tests',
  leftOut: () => [],
  command: (_mode, { only }, file) => {
    const names = EDGE_TESTS.filter((name) => only.length === 0 || only.some((part) => name.includes(part)));
    const reporters = [
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...[`--test-reporter=${REPORTER}`, `--test-reporter-destination=${file}`],
    ];
    const paths = names.map((name) => `apps/prove/src/${name}.test.ts`);
    const limits = ['--test-concurrency=1', `--test-timeout=${TEST_TIMEOUT_MS}`];
    return { program: process.execPath, args: ['--test', ...limits, ...reporters, ...paths], env: {} };
  },
  outcome: async (file) => JSON.parse(await readFile(file, 'utf8')) as Outcome,
};

const stories: Suite = {
  name: 'stories',
  leftOut: (mode) => storiesIn(mode).leftOut.map((title) => ({ title, reason: PAGE_ALONE })),
  command: (mode, { only, browsers }, file) => {
    const files = storiesIn(mode).run.filter((name) => only.length === 0 || only.some((part) => name.includes(part)));
    const projects = browsers.map((name) => `--project=${name}`);
    const config = ['--config', 'e2e/playwright.config.ts', '--workers', '1', '--reporter', 'list,json'];
    const args = ['exec', 'playwright', 'test', ...config, ...projects, ...files];
    return { program: 'pnpm', args, env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file } };
  },
  outcome: async (file) => outcomeOfPlaywright(JSON.parse(await readFile(file, 'utf8')) as PlaywrightReport),
};

function storiesIn(mode: string): { readonly run: readonly string[]; readonly leftOut: readonly string[] } {
  const all = readdirSync(STORIES).filter((name) => name.endsWith('.spec.ts'));
  const isLeftOut = (name: string): boolean => WORKER_EACH.includes(mode) && PAGE_STORIES.includes(name.split('.')[0]!);
  return { run: all.filter((name) => !isLeftOut(name)), leftOut: all.filter(isLeftOut) };
}

export const SUITES: readonly Suite[] = [tests, stories];
