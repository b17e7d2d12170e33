import type { Writable } from 'node:stream';
import type { Command, Options } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { helpPage } from './help-page.ts';
import { Mistake } from './mistake.ts';
import { readCommand, type Flags } from './read-command.ts';

export type MaybeTerminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

export interface Streams {
  readonly output: MaybeTerminal;
  readonly errors: MaybeTerminal;
}

type ErrorClass = abstract new (...args: never[]) => Error;

/**
 * Shows a command's help or does its work. What a person can mend, a `Mistake` or one of `expected`, is one line on standard
 * error and exit code 2; anything else is a defect and is thrown.
 */
export async function runCommand<O extends Options>(
  {
    command,
    args,
    streams,
    expected = [],
  }: {
    readonly command: Command<O>;
    readonly args: readonly string[];
    readonly streams: Streams;
    readonly expected?: readonly ErrorClass[];
  },
  work: (flags: Flags<O>, words: readonly string[]) => Promise<number>,
): Promise<number> {
  // What nobody reads need not be said.
  streams.errors.on('error', () => {});
  try {
    const given = readCommand(command, args);
    if (given.kind === 'run') return await work(given.flags, given.words);
    streams.output.write(helpPage(command));
    return EXIT.ok;
  } catch (error) {
    if (![Mistake, ...expected].some((kind) => error instanceof kind)) throw error;
    streams.errors.write(`skein: ${(error as Error).message}\n`);
    return EXIT.misused;
  }
}

/** The words of a command that takes exactly these. @throws a Mistake with its usage */
export function takeWords(command: Command, words: readonly string[], count: number): readonly string[] {
  if (words.length === count && words.every((word) => word !== '')) return words;
  throw new Mistake(`Write it as: skein ${command.name} ${command.usage[0]}`);
}
