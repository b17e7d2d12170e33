import { EXIT } from '@skein/command-line/exit-codes';
import { Mistake } from '@skein/command-line/mistake';
import type { ParsedArguments } from '@skein/command-line/script-options';

export interface Command<Options> {
  /** What its complaints begin with. */
  readonly name: string;
  readonly help: string;
  readonly parse: (args: readonly string[]) => ParsedArguments<Options>;
  /** @returns whether everything could be measured */
  readonly run: (options: Options) => Promise<boolean>;
}

/** Does what this process was asked to, and sets its exit code. */
export async function runCommand<Options>({ name, help, parse, run }: Command<Options>): Promise<void> {
  const parsed = parse(process.argv.slice(2));
  switch (parsed.kind) {
    case 'help':
      return void process.stdout.write(`${help}\n`);
    case 'mistake':
      process.stderr.write(`${name}: ${parsed.message}\n`);
      process.exitCode = EXIT.misused;
      return;
    case 'run':
      process.exitCode = await run(parsed.options).then(
        (isComplete) => (isComplete ? EXIT.ok : EXIT.failed),
        (error: unknown) => {
          // Below a line that shows how far it was.
          process.stderr.write(`\n${name}: ${messageOf(error)}\n`);
          return error instanceof Mistake ? EXIT.misused : EXIT.failed;
        },
      );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
