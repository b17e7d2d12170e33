import type { IncomingHttpHeaders } from 'node:http';
import fresh from 'fresh';

export interface Validators {
  readonly etag: string;
  /** An HTTP date. */
  readonly lastModified: string;
}

export type Verdict = 'send' | 'not-modified' | 'failed';

/** The order of RFC 9110, section 13.2.2, up to If-Range. */
export function judgePreconditions(headers: IncomingHttpHeaders, current: Validators): Verdict {
  if (hasFailed(headers, current)) return 'failed';
  const known = { etag: current.etag, 'last-modified': current.lastModified };
  return fresh(headers, known) ? 'not-modified' : 'send';
}

function hasFailed(headers: IncomingHttpHeaders, { etag, lastModified }: Validators): boolean {
  const match = headers['if-match'];
  if (match !== undefined) return match.trim() !== '*' && !(isStrong(etag) && entityTags(match).includes(etag));
  const unmodifiedSince = headers['if-unmodified-since'];
  return unmodifiedSince !== undefined && Date.parse(lastModified) > Date.parse(unmodifiedSince);
}

/** Whether a range of what the client has a part of still fits. Weak tags never do. */
export function isRangeStillValid(headers: IncomingHttpHeaders, { etag, lastModified }: Validators): boolean {
  const condition = headers['if-range'];
  if (condition === undefined) return true;
  if (typeof condition !== 'string') return false;
  return /^(W\/)?"/.test(condition) ? isStrong(etag) && condition === etag : condition === lastModified;
}

function isStrong(etag: string): boolean {
  return etag.startsWith('"');
}

function entityTags(list: string): string[] {
  return list.match(/(?:W\/)?"[^"]*"/g) ?? [];
}
