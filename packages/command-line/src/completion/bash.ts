import type { Command } from '../command.ts';
import { completedOptions, completedWords, quoted, type Completed, type CompletedOption } from './completed.ts';

/** A script that completes `skein` in bash. Options without a command are those of the first. */
export function bashScript(commands: readonly Command[]): string {
  return `# Completes skein in bash. Made by: skein completion bash
_skein() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" command=${commands[0]!.name} index=1 place=0
  COMPREPLY=()
  if [[ $COMP_CWORD -gt 1 && \${COMP_WORDS[1]} != -* ]]; then
    command="\${COMP_WORDS[1]}"
    index=2
  elif [[ $COMP_CWORD -eq 1 && $current != -* ]]; then
    COMPREPLY=($(compgen -W ${quoted(commands.map(({ name }) => name).join(' '))} -- "$current"))
    return
  fi
  case "$command $previous" in
${commands.flatMap(valueCases).join('\n')}
  esac
  if [[ $current == -* ]]; then
    case "$command" in
${commands.map((command) => `      ${command.name}) ${complete(`-W ${quoted(flagsOf(command).join(' '))}`)} ;;`).join('\n')}
    esac
    return
  fi
  for (( ; index < COMP_CWORD; index++)); do
    case "$command \${COMP_WORDS[index]}" in
${commands.flatMap(skipCases).join('\n')}
      *' -'*) ;;
      *) ((place++)) ;;
    esac
  done
  case "$command $place" in
${commands.flatMap(wordCases).join('\n')}
  esac
}
complete -F _skein skein
`;
}

function valueCases(command: Command): string[] {
  return completedOptions(command).flatMap((option) =>
    option.value ? [`    ${patternOf(command, option)}) ${reply(option.value.completed)} return ;;`] : [],
  );
}

/** An option's value is no word of the command. */
function skipCases(command: Command): string[] {
  return completedOptions(command).flatMap((option) =>
    option.value ? [`      ${patternOf(command, option)}) ((index++)) ;;`] : [],
  );
}

function wordCases(command: Command): string[] {
  return completedWords(command).flatMap((completed, place) =>
    completed.kind === 'anything' ? [] : [`    ${quoted(`${command.name} ${place}`)}) ${reply(completed)} ;;`],
  );
}

function patternOf(command: Command, option: CompletedOption): string {
  return flagsOfOption(option)
    .map((flag) => quoted(`${command.name} ${flag}`))
    .join(' | ');
}

function flagsOf(command: Command): string[] {
  return completedOptions(command).flatMap(flagsOfOption);
}

function flagsOfOption({ name, short }: CompletedOption): string[] {
  return short ? [`--${name}`, `-${short}`] : [`--${name}`];
}

function reply(completed: Completed): string {
  switch (completed.kind) {
    case 'file':
      return `compopt -o filenames 2> /dev/null; ${complete('-f')};`;
    case 'folder':
      return `compopt -o filenames 2> /dev/null; ${complete('-d')};`;
    case 'words':
      return `${complete(`-W ${quoted(completed.words.join(' '))}`)};`;
    case 'anything':
      return '';
  }
}

function complete(what: string): string {
  return `COMPREPLY=($(compgen ${what} -- "$current"))`;
}
