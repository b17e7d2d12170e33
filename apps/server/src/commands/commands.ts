import type { Command } from '@skein/command-line/command';
import { nearest } from '@skein/command-line/nearest';
import { CONNECT } from '@skein/terminal/connect-command';
import { BACKUP } from './backup/backup-command.ts';
import { COMPLETION } from './completion/completion-command.ts';
import { DOCTOR } from './doctor/doctor-command.ts';
import { EXPORT } from './export/export-command.ts';
import { GET } from './get/get-command.ts';
import { RESTORE } from './restore/restore-command.ts';
import { SERVE } from './serve-command.ts';
import { USER } from './user/user-command.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [SERVE, CONNECT, USER, BACKUP, RESTORE, EXPORT, DOCTOR, GET, COMPLETION];

/** The command that shows the help of others; `findCommand` turns it into theirs. */
export const HELP: Command = {
  name: 'help',
  summary: 'explain a command, such as help get',
  usage: ['[COMMAND]'],
  about: '',
  words: [COMMANDS.map(({ name }) => name)],
  options: {},
  exitCodes: {},
  examples: [],
};

/** The first argument, unless that is an option: then it is `serve`. `help X` is `X --help`. */
export function findCommand([first, ...rest]: readonly string[]): { name: string; args: readonly string[] } {
  if (first === undefined) return { name: 'serve', args: [] };
  if (first.startsWith('-')) return { name: 'serve', args: [first, ...rest] };
  if (first === 'help') return { name: rest[0] === 'help' ? 'serve' : (rest[0] ?? 'serve'), args: ['--help'] };
  return { name: first, args: rest };
}

/** One line about a command that is none, or that does not come first. */
export function noCommand(name: string): string {
  const names = [...COMMANDS, HELP].map((command) => command.name);
  if (names.includes(name)) return `A command comes first: skein ${name} …`;
  const meant = nearest(name, names);
  if (meant !== undefined) return `There is no command "${name}". Did you mean ${meant}?`;
  const all = new Intl.ListFormat('en').format(names);
  return `There is no command "${name}"; there are ${all}. Options of npm start go behind two dashes: npm start -- --port 8085`;
}
