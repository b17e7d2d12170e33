import { idSchema } from '@skein/protocol/ids';
import type { Router } from 'express';
import { endpoint, strictRouter } from './endpoint.ts';
import { loggedIn, rated, type SessionHandler } from './guards.ts';
import { readPage, seqInPath } from './queries.ts';
import { noContent, ok, refuse, replyTo } from './reply.ts';
import type { Services } from './services.ts';

/** /inbox: what mentions or answers the caller, and that a late mention was seen */
export function inboxRouter(services: Services): Router {
  const router = strictRouter();
  endpoint(router, '/inbox', {
    GET: loggedIn(services, ({ request, who }) =>
      readPage(request, async (page) => ok(await services.reads.inbox({ account: who.account.id, ...page }))),
    ),
  });
  endpoint(router, '/inbox/:room/:message', {
    PUT: loggedIn(services, rated(services, 'change', see(services))),
  });
  return router;
}

function see({ submit }: Services): SessionHandler {
  return async ({ params, who }) => {
    const [room, message] = [idSchema.safeParse(params['room']), seqInPath(params['message'])];
    if (!room.success || message === undefined) return refuse('not_found');
    const answer = await submit({ kind: 'read-mention', account: who.account.id, room: room.data, message });
    return replyTo(answer, () => noContent);
  };
}
