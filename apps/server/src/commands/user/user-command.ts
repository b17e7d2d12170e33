import type { Command } from '@skein/command-line/command';
import { DATA_OPTION } from '../data-option.ts';

export const USER_ACTIONS = ['add', 'password', 'disable', 'enable', 'operator'] as const;
export type UserAction = (typeof USER_ACTIONS)[number];

const options = {
  ...DATA_OPTION,
  revoke: { help: 'of operator: make the account an ordinary member again' },
} as const;

export const USER: Command<typeof options> = {
  name: 'user',
  summary: 'make and change accounts: user add|password|disable|enable|operator NAME',
  usage: USER_ACTIONS.map((action) => `${action} NAME`),
  about: `add        makes an account, whoever may register
password   sets another password, and logs the account out everywhere
disable    logs the account out everywhere, within a second, and keeps it out
enable     lets it in again
operator   makes it an operator of the server

The server may run or be stopped. A password is asked for and not shown; piped in, it is
the first line of standard input. It never stands in the command line, where others on
the machine could read it. Once no account is operator, the next start shows the link of
a first run again.`,
  words: [USER_ACTIONS, 'anything'],
  options,
  exitCodes: {},
  examples: [
    'skein user add Ada',
    'pwgen 20 1 | tee /dev/tty | skein user password Ada',
    'skein user disable Mallory',
    'skein user operator Ada --data /srv/skein-data',
  ],
};
