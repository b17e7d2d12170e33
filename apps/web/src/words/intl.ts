// Dates, numbers and names in the order and the form that the reader's language expects.

const collator = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });
const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const date = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const soon = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: 'numeric', minute: '2-digit' });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const number = new Intl.NumberFormat();
const list = new Intl.ListFormat('en', { type: 'conjunction' });

export const compareNames = (a: string, b: string): number => collator.compare(a, b);
/** @param timeZone where it is not the reader's own */
export const formatTime = (at: number, timeZone?: string): string =>
  timeZone === undefined
    ? time.format(at)
    : new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit', timeZone }).format(at);
export const formatFullTime = (at: number): string => fullTime.format(at);
export const formatNumber = (value: number): string => number.format(value);
export const formatList = (items: readonly string[]): string => list.format(items);

/** The local day as a key. */
export function dayOf(at: number): string {
  const day = new Date(at);
  return `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`;
}

/** A time that is still to come: with its day where that is another one. */
export function formatUntil(at: number): string {
  return dayOf(at) === dayOf(Date.now()) ? formatTime(at) : soon.format(at);
}

/** "Today", "Yesterday", or the day, with the year where it is not this one. */
export function formatDay(at: number, now: number): string {
  const daysAgo = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (daysAgo === 0 || daysAgo === 1) return capitalized(relative.format(-daysAgo, 'day'));
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (isThisYear ? weekday : date).format(at);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** Such as "2.1 MB": by thousands, as disks and browsers count. */
export function formatBytes(bytes: number): string {
  let power = 0;
  while (power < BYTE_UNITS.length - 1 && bytes >= 1000 ** (power + 1)) power++;
  return new Intl.NumberFormat('en', {
    style: 'unit',
    unit: BYTE_UNITS[power]!,
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power > 1 ? 1 : 0,
  }).format(bytes / 1000 ** power);
}
