import { EXIT } from '@skein/command-line/exit-codes';
import { bashScript } from '@skein/command-line/completion/bash';
import { fishScript } from '@skein/command-line/completion/fish';
import { zshScript } from '@skein/command-line/completion/zsh';
import { Mistake } from '@skein/command-line/mistake';
import { runCommand, takeWords, type Streams } from '@skein/command-line/run-command';
import { COMMANDS, HELP } from '../commands.ts';
import { COMPLETION, SHELLS, type Shell } from './completion-command.ts';

const SCRIPTS: Readonly<Record<Shell, typeof bashScript>> = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** @returns the exit code */
export function completion(args: readonly string[], streams: Streams): Promise<number> {
  return runCommand({ command: COMPLETION, args, streams }, async (_flags, words) => {
    const [word] = takeWords(COMPLETION, words, 1);
    const shell = SHELLS.find((each) => each === word);
    if (!shell) throw new Mistake(`there is no completion for ${word}: write bash, zsh or fish`);
    streams.output.write(SCRIPTS[shell]([...COMMANDS, HELP]));
    return EXIT.ok;
  });
}
