/** Until when something is to hold, as people choose it. */
export type Until = 'off' | 'kept' | 'half-hour' | 'hour' | 'four-hours' | 'tomorrow' | 'week';

const MINUTE_MS = 60_000;
const DURATIONS_MS: Partial<Record<Until, number>> = {
  'half-hour': 30 * MINUTE_MS,
  hour: 60 * MINUTE_MS,
  'four-hours': 240 * MINUTE_MS,
  week: 7 * 24 * 60 * MINUTE_MS,
};
const MORNING = 8;

/** The time that is meant, in whole milliseconds, by this machine's clock and calendar. @param kept what held before */
export function untilTime(until: Until, now: number, kept: number | undefined): number | undefined {
  if (until === 'kept') return kept;
  if (until === 'tomorrow') {
    const morning = new Date(now);
    morning.setDate(morning.getDate() + 1);
    return morning.setHours(MORNING, 0, 0, 0);
  }
  const duration = DURATIONS_MS[until];
  return duration === undefined ? undefined : Math.round(now + duration);
}
