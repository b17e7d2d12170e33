import type { Command } from '@skein/command-line/command';
import { HELP_OPTION } from '@skein/command-line/command';
import { CONCURRENCIES, OPTION_NAMES, OPTIONS, variableOf } from '../config-options.ts';

/** For completion and the list of commands; `config.ts` reads these options, and `config-help.ts` explains them. */
export const SERVE: Command = {
  name: 'serve',
  summary: 'run the chat; also what happens without a command',
  usage: ['[options]'],
  about: '',
  words: [],
  options: Object.fromEntries(
    OPTION_NAMES.filter((name) => !(name in HELP_OPTION)).map((name) => {
      const { short, help, fallback } = OPTIONS[name];
      const value = name === 'concurrency' ? CONCURRENCIES.join('|') : OPTIONS[name].value;
      const variable = variableOf(name);
      return [
        name,
        {
          help,
          ...(short && { short }),
          ...(value && { value }),
          ...(fallback && { fallback }),
          ...(variable && { variable }),
        },
      ];
    }),
  ),
  exitCodes: {},
  examples: [],
};
