import type { Command } from '@skein/command-line/command';
import { DATA_OPTION } from '../data-option.ts';

export const BACKUP: Command<typeof DATA_OPTION> = {
  name: 'backup',
  summary: 'write everything that lasts into one file, also while the server runs: backup FILE',
  usage: ['[--data DIR] FILE'],
  about: `Copies the database as it is at one moment, the uploaded files and the server's
secrets into one file, and reads it back: every checksum, and every page of the
database. The server may run or be stopped; nobody waits for it.

The file is a tar archive that only its owner can read; keep it as safe as the
data folder. While it is made there is room needed for the database once more
beside it. A file that is there already is not overwritten.`,
  words: ['file'],
  options: DATA_OPTION,
  exitCodes: { 0: 'the backup is whole, and on disk' },
  examples: [
    'skein backup /var/backups/skein-$(date +%F).tar',
    'skein backup --data /srv/skein-data before-upgrade.tar',
    'skein restore before-upgrade.tar          brings it back',
  ],
};
