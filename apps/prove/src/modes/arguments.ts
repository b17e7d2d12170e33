import { parseArgs } from 'node:util';
import { EXIT, leave, withoutDashes } from '../commands/options.ts';
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
  try {
    const { values, positionals } = parseArgs({
      args: withoutDashes(args),
      allowPositionals: true,
      options: {
        tests: { type: 'boolean', default: false },
        stories: { type: 'boolean', default: false },
        browser: { type: 'string', multiple: true, default: [] },
        only: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return leave(EXIT.proven, HELP);
    const unknown = positionals.find((mode) => !MODES.includes(mode));
    if (unknown !== undefined) throw new Error(`there is no mode ${unknown}; there are ${MODES.join(', ')}.`);
    const asked = SUITES.map(({ name }) => name).filter((name) => values[name]);
    return {
      modes: positionals.length > 0 ? positionals : MODES,
      suites: asked.length > 0 ? asked : SUITES.map(({ name }) => name),
      browsers: values.browser,
      only: values.only,
    };
  } catch (error) {
    return leave(EXIT.misused, `pnpm modes: ${(error as Error).message}`);
  }
}
