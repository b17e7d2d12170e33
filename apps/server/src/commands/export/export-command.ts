import type { Command } from '@skein/command-line/command';
import { DATA_OPTION } from '../data-option.ts';

const options = {
  output: { short: 'o', value: 'DIR', help: 'the folder to make', fallback: 'the room’s name, here' },
  ...DATA_OPTION,
} as const;

export const EXPORT: Command<typeof options> = {
  name: 'export',
  summary: 'write a room as JSON lines and as a page to read: export ROOM',
  usage: ['[-o DIR] [--data DIR] ROOM'],
  about: `Makes a folder with everything that is kept of a room, named by its name or its id:

  events.jsonl   each event as the protocol has it, a line each (see SPEC.md)
  index.html     the messages as they are now, to be read in any browser

What was edited is there as it is now, and of what was deleted only the trace. Files are
listed with their messages; they lie in the data folder, and in a backup. Only you can read
the folder. The server may run or be stopped.`,
  words: ['anything'],
  options,
  exitCodes: {},
  examples: [
    'skein export Lobby',
    'skein export -o /tmp/den --data /srv/skein-data Den',
    'jq -r "select(.t == \\"message\\") | .body" Lobby/events.jsonl',
  ],
};
