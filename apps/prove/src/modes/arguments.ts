import { parseScript } from '@skein/command-line/script-options';
import { runOrLeave } from '../commands/options.ts';
import { SUITES, type SuiteChoice } from './suites.ts';

const MODES = ['thread-pool', 'process-pool', 'async', 'thread', 'process'];

const HELP = `Runs the tests of the edge and the browser stories in each mode of --concurrency, one after the other, and says at the end
what held, what did not, and what a mode leaves out and why.

  pnpm modes [MODE …] [options]

  MODE …           of ${MODES.join(', ')} (all)
  --tests          only the tests of apps/prove
  --stories        only the browser stories; needs pnpm browsers and pnpm build before
  --browser NAME   the stories in this browser; may be given again (all there are)
  --only PART      files whose name has this in it; may be given again
  --help           this page

The exit code is 0 where all of it held, 1 where it did not, 2 for a wrong option.`;

export interface Choices extends SuiteChoice {
  readonly modes: readonly string[];
  readonly suites: readonly string[];
}

/** Answers `--help` and mistakes itself, by ending the process. */
export function readChoices(args: readonly string[]): Choices {
  const options = { lists: ['browser', 'only'], switches: ['tests', 'stories'], takesWords: true } as const;
  const parsed = parseScript(args, options, ({ browser = [], only = [], ...wanted }, words) => {
    const unknown = words.find((mode) => !MODES.includes(mode));
    if (unknown !== undefined) throw new Error(`There is no mode ${unknown}; there are ${MODES.join(', ')}.`);
    const asked = SUITES.map(({ name }) => name).filter((name) => wanted[name]);
    return {
      modes: words.length > 0 ? words : MODES,
      suites: asked.length > 0 ? asked : SUITES.map(({ name }) => name),
      browsers: browser,
      only,
    };
  });
  return runOrLeave(parsed, 'pnpm modes', () => HELP);
}
