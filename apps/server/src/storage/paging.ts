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

/** In this order the directory lists rooms, each part by name: names that begin with what is searched first, archived rooms last. */
export const DIRECTORY_PARTS = [
  { archived: false, begins: true },
  { archived: false, begins: false },
  { archived: true, begins: true },
  { archived: true, begins: false },
] as const;

/** A room's place in the directory. @param part as counted in `DIRECTORY_PARTS` */
export function directoryKey(part: number, nameKey: string): string {
  return `${part}${nameKey}`;
}

/** The least name key of a page in a part of the directory; undefined where the page begins behind that part. */
export function directoryStart(part: number, search: string, next: string | undefined): string | undefined {
  const first = DIRECTORY_PARTS[part]?.begins ? search : '';
  if (next === undefined) return first;
  const from = startOfPage('', next);
  if (from.startsWith(String(part))) return from.slice(1);
  return Number(from[0]) < part ? first : undefined;
}
