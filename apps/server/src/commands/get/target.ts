import { isIPv6 } from 'node:net';
import { Mistake } from '@skein/command-line/mistake';
import { host, readValue, wholeNumber } from '../../config-values.ts';

/** What is asked for, and where. */
export interface Target {
  readonly isTls: boolean;
  /** A name or an address; an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  /** What goes into the request line: a path with its query, in ASCII. */
  readonly path: string;
}

const DEFAULT_PORTS = { http: 80, https: 443 } as const;

/** @throws a Mistake where the words are neither a URL nor HOST PORT PATH */
export function readTarget(words: readonly string[]): Target {
  const [first, port, path] = words;
  if (words.length === 1) return readUrl(first!);
  if (words.length === 3) return readHostPortPath(first!, port!, path!);
  throw new Mistake('get needs either one URL or HOST PORT PATH: skein get http://localhost:8085/chat/');
}

/** Where a redirect leads. @throws a Mistake where that is no web address */
export function redirectTarget(from: Target, location: string): Target {
  const url = URL.canParse(location, urlOf(from)) ? new URL(location, urlOf(from)).href : location;
  return readUrl(url);
}

function readUrl(text: string): Target {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Mistake(`get needs a URL that begins with http:// or https://, not "${text}".`);
  }
  if (url.username || url.password) throw new Mistake('get takes no user name or password in a URL.');
  const isTls = url.protocol === 'https:';
  return {
    isTls,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? defaultPort(isTls) : Number(url.port),
    path: url.pathname + url.search,
  };
}

function readHostPortPath(hostText: string, portText: string, path: string): Target {
  const name = readValue('HOST', host, hostText);
  const port = readValue('PORT', wholeNumber(1, 65_535), portText);
  if (!path.startsWith('/')) throw new Mistake(`PATH must begin with /, not "${path}".`);
  return { isTls: false, host: name, port, path: asciiPath(path) };
}

/** As it was typed, with its dots; but nothing that could end the request line passes, and no fragment, which is the page's. */
function asciiPath(path: string): string {
  return path.replace(/#.*$/s, '').replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}

/** What stands in the Host header. */
export function authorityOf({ isTls, host, port }: Target): string {
  const name = isIPv6(host) ? `[${host}]` : host;
  return port === defaultPort(isTls) ? name : `${name}:${port}`;
}

export function urlOf(target: Target): string {
  return `http${target.isTls ? 's' : ''}://${authorityOf(target)}${target.path}`;
}

function defaultPort(isTls: boolean): number {
  return isTls ? DEFAULT_PORTS.https : DEFAULT_PORTS.http;
}
