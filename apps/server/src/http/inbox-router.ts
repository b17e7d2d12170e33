import type { Router } from 'express';
import { endpoint, strictRouter } from './endpoint.ts';
import { loggedIn } from './guards.ts';
import { readPage } from './queries.ts';
import { ok } from './reply.ts';
import type { Services } from './services.ts';

/** /inbox: what mentions or answers the caller */
export function inboxRouter(services: Services): Router {
  const router = strictRouter();
  endpoint(router, '/inbox', {
    GET: loggedIn(services, ({ request, who }) =>
      readPage(request, async (page) => ok(await services.reads.inbox({ account: who.account.id, ...page }))),
    ),
  });
  return router;
}
