import { inspect } from 'node:util';
import { EXIT } from './exit-codes.ts';
import { Mistake } from './mistake.ts';

/**
 * From now on a `Mistake` that nobody catches is one line on standard error and exit code 2; anything else is a defect, and is
 * shown whole. For scripts that do their work at the top level of a module.
 * @param name how the script is called, such as `pnpm prove:cuts`
 */
export function tellMistakes(name: string): void {
  process.on('uncaughtException', (error) => {
    const isMistake = error instanceof Mistake;
    process.stderr.write(isMistake ? `${name}: ${error.message}\n` : `${inspect(error)}\n`);
    process.exit(isMistake ? EXIT.misused : EXIT.failed);
  });
}
