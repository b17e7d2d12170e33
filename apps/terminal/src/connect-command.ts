import type { Command } from '@skein/command-line/command';

const options = {
  user: { short: 'u', value: 'NAME', help: 'log in as this account', fallback: 'the one used here last' },
  register: { help: 'make the account first' },
  code: { value: 'CODE', help: 'the code that registering needs, where it needs one' },
  'password-file': { value: 'FILE', help: 'read the password from the first line of this file, for scripts' },
  room: { short: 'r', value: 'ROOM', help: 'the room to begin in; joins it where it is public', fallback: 'the Lobby' },
  json: { help: 'write each event as a line of JSON, as the protocol has it' },
  follow: { short: 'f', help: 'stay when the input has ended, and write what is said' },
  timeout: {
    short: 't',
    value: 'SECONDS',
    help: 'of piped input: give up when nothing was acknowledged for so long',
    fallback: '60',
  },
  logout: { help: 'end the session that is kept on this machine' },
} as const;

export const CONNECT: Command<typeof options> = {
  name: 'connect',
  summary: 'chat in this terminal, or post what is piped in: connect [URL]',
  usage: ['[options] [URL]        by default http://localhost:8085'],
  about: `The chat for a terminal. It asks for a name and a password the first time, and keeps
the session (not the password) in a file that only you can read. /help lists what can be
typed; quit, /quit or Ctrl-C leaves.

With piped input it is a filter: each line becomes a message, in order, and it ends when
all are acknowledged, which means that they are on the server's disk.`,
  words: ['anything'],
  options,
  exitCodes: {
    0: 'you left, or everything piped in was acknowledged',
    1: 'the server refused a message, or ended the session',
    2: 'no server there, not logged in, or a mistake in the command',
  },
  examples: [
    'skein connect https://chat.example.org',
    'echo hello | skein connect --room lobby',
    'tail -f deploy.log | skein connect https://chat.example.org --room deploys',
    'skein connect --room lobby --json --follow < /dev/null | jq .body',
    'skein connect --user robot --password-file robot.secret --register --json --follow',
  ],
};
