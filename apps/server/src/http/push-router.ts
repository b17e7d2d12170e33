import { forgetPushSchema, pushSubscriptionSchema } from '@skein/protocol/push';
import type { Router } from 'express';
import { endpoint, strictRouter } from './endpoint.ts';
import { loggedIn, rated, type SessionCall } from './guards.ts';
import { parse } from './parse.ts';
import { noContent, ok, refusal, replyTo, type Reply } from './reply.ts';
import type { Services } from './services.ts';

/** /push: notifications for a device whose page is closed */
export function pushRouter(services: Services): Router {
  const router = strictRouter();
  endpoint(router, '/push', {
    GET: loggedIn(services, () => showKey(services)),
    PUT: loggedIn(
      services,
      rated(services, 'change', (call) => subscribe(call, services)),
    ),
    DELETE: loggedIn(services, (call) => unsubscribe(call, services)),
  });
  return router;
}

async function showKey({ ask }: Services): Promise<Reply> {
  return replyTo(await ask({ kind: 'push-key' }), (key) => ok({ key }));
}

/** It ends with the session: nobody who is logged out is told anything. */
async function subscribe({ body, who }: SessionCall, { ask }: Services): Promise<Reply> {
  const sent = parse(pushSubscriptionSchema, body);
  if (!sent.ok) return refusal(sent.error);
  const { session, account } = who;
  const asked = await ask({ kind: 'push-subscribe', ...sent.value, account: account.id, session: session.id });
  return replyTo(asked, () => noContent);
}

async function unsubscribe({ body, who }: SessionCall, { ask }: Services): Promise<Reply> {
  const sent = parse(forgetPushSchema, body);
  if (!sent.ok) return refusal(sent.error);
  const asked = await ask({ kind: 'push-forget', endpoint: sent.value.endpoint, account: who.account.id });
  return replyTo(asked, () => noContent);
}
