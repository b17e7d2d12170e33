import { counted } from './counted.ts';

/** How long a room's messages are kept. */
export const retention = {
  retentionSet: (by: string, days: number | null): string =>
    days === null
      ? `${by} set that messages are kept`
      : `${by} set that messages are deleted after ${counted(days, 'day', 'days')}`,
};
