import type { Command } from '@skein/command-line/command';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export const COMPLETION: Command = {
  name: 'completion',
  summary: 'print what makes a shell complete commands: completion bash|zsh|fish',
  usage: SHELLS.map(String),
  about: `Prints a script for the shell, made from the same tables as this help. It completes the
command called skein; an alias to it works where the shell completes aliases.`,
  words: [SHELLS],
  options: {},
  exitCodes: {},
  examples: [
    'skein completion bash > ~/.local/share/bash-completion/completions/skein',
    'skein completion zsh > "${fpath[1]}/_skein"',
    'skein completion fish > ~/.config/fish/completions/skein.fish',
  ],
};
