import type { IncomingMessage } from 'node:http';

// The cookie that holds the token. SameSite=Strict costs nothing here: whoever follows a link to the chat loads a page
// that is the same for everybody, and what that page then asks is same-site.

/** The name by which the browser knows it. Without TLS, cookies are shared by all ports of a host: the port tells them apart. */
export function cookieName(server: URL | undefined): string {
  if (server?.protocol === 'https:') return '__Host-skein';
  return `skein-${server?.port || '80'}`;
}

export interface SessionCookie {
  readonly token: string;
  readonly expiresAt: number;
}

/** The Set-Cookie header that keeps a session for as long as it lasts. */
export function setCookie(server: URL | undefined, { token, expiresAt }: SessionCookie, nowMs: number): string {
  return `${cookieName(server)}=${token}; Max-Age=${Math.max(0, Math.floor((expiresAt - nowMs) / 1000))}${attributes(server)}`;
}

/** The Set-Cookie header that takes it away. */
export function clearCookie(server: URL | undefined): string {
  return `${cookieName(server)}=; Max-Age=0${attributes(server)}`;
}

/** The token of a request and whether a cookie carried it: programs may send `Authorization: Bearer` instead. */
export function tokenOf(
  request: IncomingMessage,
  server: URL | undefined,
): { token: string; isCookie: boolean } | undefined {
  const bearer = /^Bearer +([\w.-]+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return { token: bearer, isCookie: false };
  const token = readCookie(request.headers.cookie ?? '', cookieName(server));
  return token ? { token, isCookie: true } : undefined;
}

function readCookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

function attributes(server: URL | undefined): string {
  return `; Path=/; HttpOnly; SameSite=Strict${server?.protocol === 'https:' ? '; Secure' : ''}`;
}
