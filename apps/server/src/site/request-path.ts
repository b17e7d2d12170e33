export interface RequestPath {
  /** Decoded, begins with a slash. Only ever a key of a table, never a name given to the file system. */
  readonly path: string;
  /** With its question mark, or empty. */
  readonly search: string;
}

const PLAIN = /^\/[\w\-./~!$&'()*+,;=:@]*$/;
const ENCODED_SLASH_OR_NUL = /%2f|%00/i;

/** What a request's target asks for; undefined where it cannot be read: bad percent-encoding, an encoded slash, NUL. */
export function requestPath(target: string): RequestPath | undefined {
  if (PLAIN.test(target)) return { path: target, search: '' };
  const local = target.startsWith('/') ? target : absoluteToLocal(target);
  if (local === undefined) return undefined;
  const end = local.search(/[?#]/);
  const encoded = end === -1 ? local : local.slice(0, end);
  if (ENCODED_SLASH_OR_NUL.test(encoded)) return undefined;
  try {
    return { path: decodeURIComponent(encoded), search: end === -1 ? '' : local.slice(end) };
  } catch {
    return undefined;
  }
}

/** `GET http://host/path` is allowed by HTTP, for proxies. */
function absoluteToLocal(target: string): string | undefined {
  const url = URL.parse(target);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  return url.pathname + url.search;
}
