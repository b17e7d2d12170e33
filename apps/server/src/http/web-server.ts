import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Config } from '../config.ts';
import { HTTP_TIMEOUTS } from './timeouts.ts';

/** The server that a hub worker listens with: HTTPS where a certificate is given. Slow senders are bounded. */
export function createWebServer({ tls }: Config, listener: RequestListener): Server {
  if (!tls) return createServer(HTTP_TIMEOUTS, listener);
  return createTlsServer({ ...HTTP_TIMEOUTS, cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, listener);
}
