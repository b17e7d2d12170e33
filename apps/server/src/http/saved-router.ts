import { idSchema } from '@skein/protocol/ids';
import type { Router } from 'express';
import { endpoint, strictRouter } from './endpoint.ts';
import { loggedIn, rated, type SessionHandler } from './guards.ts';
import { readPage, seqInPath } from './queries.ts';
import { noContent, ok, refuse, replyTo } from './reply.ts';
import type { Services } from './services.ts';

/** /saved: messages that the caller keeps for themselves */
export function savedRouter(services: Services): Router {
  const router = strictRouter();
  const setting = (isSaved: boolean) => loggedIn(services, rated(services, 'change', save(services, isSaved)));
  endpoint(router, '/saved', {
    GET: loggedIn(services, ({ request, who }) =>
      readPage(request, async (page) => ok(await services.reads.saved({ account: who.account.id, ...page }))),
    ),
  });
  endpoint(router, '/saved/:room/:message', { PUT: setting(true), DELETE: setting(false) });
  return router;
}

function save({ submit }: Services, isSaved: boolean): SessionHandler {
  return async ({ params, who }) => {
    const [room, message] = [idSchema.safeParse(params['room']), seqInPath(params['message'])];
    if (!room.success || message === undefined) return refuse('not_found');
    const answer = await submit({ kind: 'save', account: who.account.id, room: room.data, message, isSaved });
    return replyTo(answer, () => noContent);
  };
}
