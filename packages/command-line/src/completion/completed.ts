import { allOptions, type Command } from '../command.ts';

/** What completes a value: files, folders, one of some words, or nothing that is known. */
export type Completed =
  | { readonly kind: 'file' | 'folder' | 'anything' }
  | { readonly kind: 'words'; readonly words: readonly string[] };

export interface CompletedOption {
  readonly name: string;
  readonly short: string | undefined;
  readonly help: string;
  /** What stands for its value, and what completes that; undefined for a switch. */
  readonly value: { readonly name: string; readonly completed: Completed } | undefined;
}

export function completedOptions(command: Command): readonly CompletedOption[] {
  return Object.entries(allOptions(command)).map(([name, { short, value, help }]) => ({
    name,
    short,
    // What follows below the first line are details for the help.
    help: help.split('\n', 1)[0]!,
    value: value === undefined ? undefined : { name: value, completed: completedValue(value) },
  }));
}

/** By place: the first word behind the command's name, the second, … */
export function completedWords({ words }: Command): readonly Completed[] {
  return words.map((word) => (typeof word === 'string' ? { kind: word } : { kind: 'words', words: word }));
}

function completedValue(value: string): Completed {
  if (value === 'FILE') return { kind: 'file' };
  if (value === 'DIR') return { kind: 'folder' };
  // Words to choose from are written small, and what stands for anything is written large.
  const words = value.split(/\s*\|\s*/);
  return words.length > 1 && words.every((word) => /^[a-z-]+$/.test(word))
    ? { kind: 'words', words }
    : { kind: 'anything' };
}

/** Between single quotes of a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
