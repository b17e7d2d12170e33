import { counted } from './counted.ts';

function inDays(days: number): string {
  return counted(days, 'day', 'days');
}

/** How long a room's messages are kept. */
export const retention = {
  retention: 'How long messages are kept',
  retentionNow: (days: number | null): string =>
    days === null ? 'Messages here are kept.' : `Messages here are deleted after ${inDays(days)}.`,
  retentionChange: 'Change how long',
  retentionSet: (by: string, days: number | null): string =>
    days === null ? `${by} set that messages are kept` : `${by} set that messages are deleted after ${inDays(days)}`,
  /** Above the oldest message that is left. */
  retentionEnd: 'Older messages are gone',
  retentionEndText: (days: number | null): string =>
    days === null
      ? 'They were deleted when this room kept messages for a time only.'
      : `Messages are deleted here after ${inDays(days)}.`,
};
