import { LIMITS } from '@skein/protocol/limits';
import { counted } from './counted.ts';
import { formatBytes, formatNumber } from './intl.ts';

export const fileWords = {
  attach: 'Attach files',
  dropHere: (room: string) => `Drop files to send them to ${room}`,
  tooManyFiles: (left: number) =>
    `A message takes ${LIMITS.filesPerMessage} files; ${counted(left, 'was', 'were')} left out.`,
  attachments: 'Attached files',
  fileSize: formatBytes,
  fileProgress: (sent: number, size: number) =>
    `${formatNumber(size === 0 ? 0 : Math.floor((sent / size) * 100))}% of ${formatBytes(size)}`,
  removeFile: (name: string) => `Remove ${name}`,
  tryFileAgain: (name: string) => `Try ${name} again`,
  describeFile: (name: string) => `Description of ${name}`,
  describeHint: 'Describe it for those who cannot see it',
  openPicture: (name: string) => `Open ${name}`,
  pictures: 'Pictures',
  download: (name: string) => `Download ${name}`,
  messageWithFiles: (files: readonly { readonly name: string }[]) => files.map(({ name }) => name).join(', '),
};
