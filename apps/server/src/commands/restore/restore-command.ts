import type { Command } from '@skein/command-line/command';
import { DATA_OPTION } from '../data-option.ts';

export const RESTORE: Command<typeof DATA_OPTION> = {
  name: 'restore',
  summary: 'bring a backup back, while the server is stopped: restore FILE',
  usage: ['[--data DIR] FILE'],
  about: `Puts what a backup holds in the place of what is in the data folder. First the whole
backup is read and checked; until that is done nothing is touched. What was in the
folder is kept there, in a folder before-restore-…, for you to delete.

The server must be stopped. People stay logged in as they were when the backup was
made; whoever had seen more than is in it is shown the restored state anew. If this
is cut off, the server does not start until it was run again.`,
  words: ['file'],
  options: DATA_OPTION,
  exitCodes: {},
  examples: [
    'skein restore /var/backups/skein-2026-11-25.tar',
    'skein restore --data /srv/skein-data before-upgrade.tar',
  ],
};
