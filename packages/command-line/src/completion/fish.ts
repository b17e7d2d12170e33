import type { Command } from '../command.ts';
import { completedOptions, completedWords, quoted, type Completed, type CompletedOption } from './completed.ts';

/** A script that completes `skein` in fish. Options without a command are those of the first. */
export function fishScript(commands: readonly Command[]): string {
  const lines = commands.flatMap((command, index) => [
    `complete -c skein -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
    ...completedOptions(command).flatMap((option) => optionLines(command, option, index === 0)),
    ...completedWords(command).flatMap((completed) => wordLine(command, completed)),
  ]);
  return `# Completes skein in fish. Made by: skein completion fish
complete -c skein -f
${lines.join('\n')}
`;
}

function optionLines(command: Command, { name, short, help, value }: CompletedOption, isDefault: boolean): string[] {
  const flags = `${short ? `-s ${short} ` : ''}-l ${name}`;
  const line = (condition: string): string =>
    `complete -c skein -n ${quoted(condition)} ${flags} -d ${quoted(help)}${value ? argument(value.completed) : ''}`;
  const own = line(`__fish_seen_subcommand_from ${command.name}`);
  return isDefault ? [own, line('__fish_use_subcommand')] : [own];
}

/** Of words to choose from, one is enough. */
function wordLine({ name }: Command, completed: Completed): string[] {
  const seen = `__fish_seen_subcommand_from ${name}`;
  if (completed.kind === 'anything') return [];
  if (completed.kind !== 'words') return [`complete -c skein -n ${quoted(seen)} -F`];
  const words = completed.words.join(' ');
  const condition = `${seen}; and not __fish_seen_subcommand_from ${words}`;
  return [`complete -c skein -n ${quoted(condition.trimEnd())} -a ${quoted(words)}`];
}

function argument(completed: Completed): string {
  switch (completed.kind) {
    case 'file':
      return ' -r -F';
    case 'folder':
      return " -x -a '(__fish_complete_directories)'";
    case 'words':
      return ` -x -a ${quoted(completed.words.join(' '))}`;
    case 'anything':
      return ' -x';
  }
}
