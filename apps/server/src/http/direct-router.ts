import { openDirectSchema } from '@skein/protocol/rest';
import type { Router } from 'express';
import { endpoint, strictRouter } from './endpoint.ts';
import { loggedIn, rated, type SessionCall } from './guards.ts';
import { parse } from './parse.ts';
import { refusal, replyTo, type Reply } from './reply.ts';
import type { Services } from './services.ts';

/** /direct: messages between a few */
export function directRouter(services: Services): Router {
  const router = strictRouter();
  endpoint(router, '/direct', {
    POST: loggedIn(
      services,
      rated(services, 'change', (call) => openDirect(call, services)),
    ),
  });
  return router;
}

async function openDirect({ body, who }: SessionCall, { submit }: Services): Promise<Reply> {
  const sent = parse(openDirectSchema, body);
  if (!sent.ok) return refusal(sent.error);
  const opened = await submit({ kind: 'open-direct', by: who.account.id, people: sent.value.people });
  return replyTo(opened, ({ room, isNew }) => ({ status: isNew ? 201 : 200, body: { room } }));
}
