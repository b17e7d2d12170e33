import { CookieJar, fetchWithCookies } from './cookie-jar.ts';
import { restClient, type RestClient } from './rest-client.ts';
import { checkSession } from './session-check.ts';
import type { ClientPlatform, SocketLike } from './transport.ts';

/** The constructor of `ws`, given by the program so that a page never sees it. */
export type WebSocketWithHeaders = new (url: string, options: { headers: Record<string, string> }) => unknown;

export interface NodeClientOptions {
  /** The server's origin, such as `http://localhost:8085`. */
  readonly url: string;
  readonly WebSocket: WebSocketWithHeaders;
  /** Headers of every request and of the upgrade, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

/** One person outside a browser: their cookies, the REST API with them, and the platform for `connectChat`. */
export interface NodeClient {
  readonly jar: CookieJar;
  /** `fetch` with the person's cookies and headers. */
  readonly fetch: typeof fetch;
  readonly rest: RestClient;
  readonly platform: ClientPlatform;
}

export function nodeClient({ url, WebSocket, headers = {}, fetch: send = fetch }: NodeClientOptions): NodeClient {
  const jar = new CookieJar();
  const fetchWithHeaders: typeof fetch = (input, init) =>
    send(input, { ...init, headers: { ...headers, ...Object.fromEntries(new Headers(init?.headers)) } });
  const fetchAsPerson = fetchWithCookies(jar, fetchWithHeaders);
  const origin = new URL(url).origin;
  const rest = restClient({ base: origin, fetch: fetchAsPerson });
  const socketUrl = `${origin.replace(/^http/, 'ws')}/ws`;
  return {
    jar,
    fetch: fetchAsPerson,
    rest,
    platform: {
      openSocket: () => new WebSocket(socketUrl, { headers: { ...headers, cookie: jar.header } }) as SocketLike,
      now: () => performance.now(),
      randomBytes: (bytes) => {
        bytes.set(crypto.getRandomValues(new Uint8Array(bytes.length)));
        return bytes;
      },
      setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
      clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout | undefined),
      checkSession: () => checkSession(rest),
    },
  };
}
