import { PROTOCOL_VERSION } from '@skein/protocol/version';
import type { Router } from 'express';
import { VERSION } from '../config.ts';
import { endpoint, strictRouter } from './endpoint.ts';
import { ok } from './reply.ts';
import type { Services } from './services.ts';

/** /server: what everybody may know */
export function serverRouter({ reads }: Services): Router {
  const router = strictRouter();
  endpoint(router, '/server', {
    GET: async () => {
      const { registration, claimed } = await reads.server();
      return ok({ version: VERSION, protocol: PROTOCOL_VERSION, registration, unclaimed: !claimed });
    },
  });
  return router;
}

/** /health and /ready, for whoever watches the server */
export function healthRouter({ health }: Services): Router {
  const router = strictRouter();
  endpoint(router, '/health', { GET: () => ok({ status: health() }) });
  endpoint(router, '/ready', {
    GET: () => {
      const status = health();
      return status === 'ok' ? ok({ status }) : { status: 503, body: { status }, headers: { 'Retry-After': '1' } };
    },
  });
  return router;
}
