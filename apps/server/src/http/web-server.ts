import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Config } from '../config.ts';
import { HTTP_TIMEOUTS, SOCKET_IDLE_TIMEOUT_MS, type HttpTimeouts } from './timeouts.ts';

/** The server that a hub worker listens with: HTTPS where a certificate is given. Slow senders and readers are bounded. */
export function createWebServer(
  { tls }: Pick<Config, 'tls'>,
  listener: RequestListener,
  timeouts: HttpTimeouts = HTTP_TIMEOUTS,
): Server {
  const server = tls
    ? createTlsServer({ ...timeouts, ...readTls(tls, timeouts) }, listener)
    : createServer(timeouts, listener);
  return server.setTimeout(SOCKET_IDLE_TIMEOUT_MS);
}

function readTls({ cert, key }: NonNullable<Config['tls']>, { headersTimeout }: HttpTimeouts) {
  return { cert: readFileSync(cert), key: readFileSync(key), handshakeTimeout: headersTimeout };
}
