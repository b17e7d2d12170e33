import type { Outcome } from './outcome.ts';

/** One set of tests in one mode. */
export interface Row {
  readonly mode: string;
  readonly suite: string;
  readonly outcome: Outcome;
  readonly seconds: number;
}

/** What held, and below it by name what did not and what was left out. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ mode, suite, outcome, seconds }) => {
    const { passed, failed, notRun } = outcome;
    const counts = [`${passed} passed`, `${failed.length} failed`, `${notRun.length} left out`];
    return `${mode.padEnd(14)}${suite.padEnd(9)}${counts.join(', ').padEnd(40)}${Math.round(seconds)} s`;
  });
  const failures = rows.flatMap(({ mode, outcome }) => outcome.failed.map((title) => `FAILED in ${mode}: ${title}`));
  const leftOut = rows.flatMap(({ mode, outcome }) =>
    outcome.notRun.map(({ title, reason }) => `left out in ${mode}: ${title}\n  because ${reason}`),
  );
  return [...lines, ...failures, ...leftOut].join('\n');
}
