import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import { isFromProxy, type TrustedProxies } from './client-address.ts';

// Which page may act for whoever is logged in: R2. The browser says in headers that no page can forge from where a request
// comes (Sec-Fetch-Site, Origin); the server has to know its own origin to compare.

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The server's origin as the browser sees it, such as `https://chat.example.org`: --public-url, else what the Host header
 * says. undefined where it says nothing sensible.
 */
export function serverOrigin(
  request: IncomingMessage,
  config: Pick<Config, 'publicUrl' | 'tls'>,
  trusts: TrustedProxies,
): URL | undefined {
  if (config.publicUrl) return new URL(config.publicUrl);
  const isProxied = isFromProxy(request, trusts);
  const protocol = (isProxied && firstOf(request.headers['x-forwarded-proto'])) || (config.tls ? 'https' : 'http');
  const host = (isProxied && firstOf(request.headers['x-forwarded-host'])) || request.headers.host;
  if (!host || !/^https?$/.test(protocol) || !/^[\w.:[\]-]+$/.test(host)) return undefined;
  return URL.parse(`${protocol}://${host}`) ?? undefined;
}

/** Whether the request comes from a page of ours, or from no page at all. */
export function isOwnOrigin({ headers }: IncomingMessage, server: URL | undefined): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return headers.origin === undefined || headers.origin === server?.origin;
}

/** Whether a request of this method could change something. */
export function changesState(method: string | undefined): boolean {
  return !SAFE_METHODS.has(method ?? '');
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return String(header ?? '')
    .split(',', 1)[0]
    ?.trim();
}
