import { formatBytes, formatNumber } from '../intl.ts';

export const lateFileWords = {
  pictureOf: (index: number, count: number) => `${formatNumber(index)} of ${formatNumber(count)}`,
  nextPicture: 'Next picture',
  previousPicture: 'Previous picture',
  zoomIn: 'Full size',
  zoomOut: 'Fit to the screen',

  attachments: 'Attached files',
  fileProgress: (sent: number, size: number) =>
    `${formatNumber(size === 0 ? 0 : Math.floor((sent / size) * 100))}% of ${formatBytes(size)}`,
  removeFile: (name: string) => `Remove ${name}`,
  tryFileAgain: (name: string) => `Try ${name} again`,
  describeFile: (name: string) => `Description of ${name}`,
  describeHint: 'Describe it for those who cannot see it',
} as const;
