/**
 * When a day, month or year begins, in milliseconds UTC: `2026-03-01`, `2026-03`, `2026`, `today` or `yesterday`, as
 * `parseSearch` lets them pass. A day that the month does not have is its last.
 */
export function beginningOf(text: string, { zone, now }: { readonly zone: string; readonly now: number }): number {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  return toDate(text.toLowerCase(), today).toZonedDateTime(zone).epochMilliseconds;
}

function toDate(text: string, today: Temporal.PlainDate): Temporal.PlainDate {
  if (text === 'today') return today;
  if (text === 'yesterday') return today.subtract({ days: 1 });
  const [year, month = 1, day = 1] = text.split('-').map(Number);
  return Temporal.PlainDate.from({ year: year!, month, day });
}

/** Whether this is a time zone that can be reckoned with. */
export function isTimeZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}
