/** One option of a command. Its flag is its key in the table. */
export interface Option {
  readonly short?: string;
  /**
   * What stands for the value in the help; an option without it is a switch. The shells complete a FILE and a DIR, and
   * of `open|closed` each word.
   */
  readonly value?: string;
  readonly help: string;
  /** How the default reads in the help. */
  readonly fallback?: string;
  /** The environment variable that sets it too. */
  readonly variable?: string;
}

export type Options = Readonly<Record<string, Option>>;

/** Everything that is to be known of a command: it is read, explained and completed by this one table. */
export interface Command<O extends Options = Options> {
  readonly name: string;
  /** A few words for the list of commands. */
  readonly summary: string;
  /** What stands behind `skein NAME`, a line for each way to use it. */
  readonly usage: readonly string[];
  /** Paragraphs, wrapped by hand. */
  readonly about: string;
  /** What completes the words that are no options, by their place: one of these, or a file. */
  readonly words: readonly (readonly string[] | 'file' | 'anything')[];
  readonly options: O;
  /** Besides 0 and 2, which every command has. */
  readonly exitCodes: Readonly<Record<number, string>>;
  /** Each a command line, or a note on the one above. */
  readonly examples: readonly string[];
}

/** Every command has it. */
export const HELP_OPTION = { help: { short: 'h', help: 'show this page' } } as const;

export function allOptions(command: Command): Options {
  return { ...command.options, ...HELP_OPTION };
}
