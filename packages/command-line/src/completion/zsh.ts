import type { Command } from '../command.ts';
import { completedOptions, completedWords, quoted, type Completed, type CompletedOption } from './completed.ts';

/** A script that completes `skein` in zsh. Options without a command are those of the first. */
export function zshScript(commands: readonly Command[]): string {
  const described = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary.replaceAll(':', '\\:')}`)}`);
  return `#compdef skein
# Completes skein in zsh. Made by: skein completion zsh
_skein() {
  local command=${commands[0]!.name}
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe command commands
    return
  fi
  if [[ $words[2] != -* ]]; then
    command=$words[2]
    shift words
    (( CURRENT-- ))
  fi
  case $command in
${commands.map((command) => `    ${command.name}) _arguments -s ${specs(command).join(' ')} ;;`).join('\n')}
  esac
}
compdef _skein skein 2> /dev/null
[[ $funcstack[1] == _skein ]] && _skein "$@"
`;
}

function specs(command: Command): string[] {
  return [...completedOptions(command).flatMap(optionSpecs), ...completedWords(command).map(wordSpec)];
}

function optionSpecs({ name, short, help, value }: CompletedOption): string[] {
  const flags = short ? [`-${short}`, `--${name}`] : [`--${name}`];
  const argument = value ? `:${escaped(value.name)}:${action(value.completed)}` : '';
  return flags.map((flag) => quoted(`(${flags.join(' ')})${flag}[${escaped(help)}]${argument}`));
}

function wordSpec(completed: Completed, place: number): string {
  return quoted(`${place + 1}:word:${action(completed)}`);
}

function action(completed: Completed): string {
  switch (completed.kind) {
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'words':
      return `(${completed.words.join(' ')})`;
    case 'anything':
      return ' ';
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[[\]:\\]/g, '\\$&');
}
