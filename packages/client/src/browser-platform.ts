import type { RestClient } from './rest-client.ts';
import { checkSession } from './session-check.ts';
import type { ClientPlatform, SocketLike } from './transport.ts';

/** The parts of `window` that the platform uses. */
export interface PageLike {
  readonly location: { readonly protocol: string; readonly host: string };
  readonly WebSocket: new (url: string) => unknown;
  readonly performance: { now(): number };
  readonly crypto: { getRandomValues(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> };
  setTimeout(callback: () => void, delayMs: number): number;
  clearTimeout(timer: number | undefined): void;
}

/** The platform of a page: the socket is at /ws of the host that served it; its cookie goes along by itself. */
export function browserPlatform(page: PageLike, rest: Pick<RestClient, 'session'>): ClientPlatform {
  const { protocol, host } = page.location;
  const url = `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/ws`;
  return {
    // The types differ only in what the handlers may ask of their event.
    openSocket: () => new page.WebSocket(url) as SocketLike,
    now: () => page.performance.now(),
    randomBytes: (bytes) => {
      bytes.set(page.crypto.getRandomValues(new Uint8Array(bytes.length)));
      return bytes;
    },
    setTimer: (callback, delayMs) => page.setTimeout(callback, delayMs),
    clearTimer: (timer) => page.clearTimeout(timer as number | undefined),
    checkSession: () => checkSession(rest),
  };
}
