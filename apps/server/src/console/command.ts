import { nearest } from '@skein/command-line/nearest';

/** The commands as `help` tells of them. */
export const COMMANDS = {
  list: { usage: 'list', tells: 'who is connected, from where, since when' },
  broadcast: { usage: 'broadcast TEXT', tells: 'show a text to everybody, on top of every page' },
  exit: { usage: 'exit', tells: 'stop the server' },
  help: { usage: 'help', tells: 'show this' },
} as const;

export type CommandName = keyof typeof COMMANDS;

export type Command =
  | { readonly kind: 'nothing' | 'list' | 'exit' | 'help' }
  | { readonly kind: 'broadcast'; readonly text: string }
  | { readonly kind: 'unknown'; readonly word: string; readonly nearest: CommandName | undefined }
  | { readonly kind: 'misused'; readonly name: CommandName };

/** The names that a half-typed line may become. */
export function completionsOf(line: string): string[] {
  const begun = line.trimStart().toLowerCase();
  return commandNames()
    .filter((name) => name.startsWith(begun))
    .map((name) => (name === 'broadcast' ? 'broadcast ' : name));
}

export function parseCommand(line: string): Command {
  const [, word = '', rest = ''] = /^\s*(\S*)\s*(.*?)\s*$/su.exec(line) ?? [];
  if (word === '') return { kind: 'nothing' };
  const name = commandNames().find((each) => each === word.toLowerCase());
  if (name === undefined) return { kind: 'unknown', word, nearest: nearestTo(word.toLowerCase()) };
  // What takes no text is not run with some: `exit later` is no wish to exit now.
  if ((name === 'broadcast') === (rest === '')) return { kind: 'misused', name };
  return name === 'broadcast' ? { kind: 'broadcast', text: rest } : { kind: name };
}

function nearestTo(word: string): CommandName | undefined {
  const begun = word.length > 32 ? undefined : commandNames().find((name) => name.startsWith(word));
  return begun ?? (nearest(word, commandNames()) as CommandName | undefined);
}

function commandNames(): CommandName[] {
  return Object.keys(COMMANDS) as CommandName[];
}
