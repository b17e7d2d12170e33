import { LIMITS } from '@skein/protocol/limits';

/** At least one row, so that whoever pages comes to an end. */
export function pageSize(limit: number): number {
  return Math.max(1, Math.min(limit, LIMITS.pageRows));
}

/** Cuts rows that were read with one more than `limit`; `next` leads on after the last one's key where that one was there. */
export function toPage<Row>(rows: readonly Row[], limit: number, keyOf: (row: Row) => string) {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return rows.length > limit && last ? { page, next: Buffer.from(keyOf(last)).toString('base64url') } : { page };
}

/** The least key of a page: `first` of the first one, else what comes right after the last page's last key. */
export function startOfPage(first: string, next: string | undefined): string {
  return next === undefined ? first : `${Buffer.from(next, 'base64url').toString()}\0`;
}

/** Keys that begin with `prefix` are from it to here: nothing sorts after the last code point. */
export function endOfPrefix(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}

/** A room's place in the directory: by name, archived ones last. */
export function directoryKey(archived: boolean, nameKey: string): string {
  return `${archived ? 1 : 0}${nameKey}`;
}

/** The least name key of a page among the archived rooms or the others; undefined where the page begins behind them. */
export function directoryStart(search: string, next: string | undefined, archived: boolean): string | undefined {
  if (next === undefined) return search;
  const from = startOfPage('', next);
  if (from.startsWith(archived ? '1' : '0')) return from.slice(1);
  return archived ? search : undefined;
}
