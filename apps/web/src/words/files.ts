import { LIMITS } from '@skein/protocol/limits';
import { counted } from './counted.ts';
import { formatBytes } from './intl.ts';

export const fileWords = {
  attach: 'Attach files',
  dropHere: (room: string) => `Drop files to send them to ${room}`,
  tooManyFiles: (left: number) =>
    `A message takes ${LIMITS.filesPerMessage} files; ${counted(left, 'was', 'were')} left out.`,
  fileSize: formatBytes,
  openPicture: (name: string) => `Open ${name}`,
  pictures: 'Pictures',
  download: (name: string) => `Download ${name}`,
  messageWithFiles: (files: readonly { readonly name: string }[]) => files.map(({ name }) => name).join(', '),
};
