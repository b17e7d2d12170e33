import { formatNumber } from '../intl.ts';

export const lateFileWords = {
  pictureOf: (index: number, count: number) => `${formatNumber(index)} of ${formatNumber(count)}`,
  nextPicture: 'Next picture',
  previousPicture: 'Previous picture',
  zoomIn: 'Full size',
  zoomOut: 'Fit to the screen',
} as const;
