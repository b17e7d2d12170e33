import { logInSchema } from '@skein/protocol/rest';
import type { Router } from 'express';
import { accountViewOf } from '../accounts/account-view.ts';
import { authenticate } from '../accounts/authenticate.ts';
import { checkCredentials } from '../accounts/log-in.ts';
import { clearCookie } from '../accounts/session-cookie.ts';
import { endpoint, strictRouter, type Call } from './endpoint.ts';
import { attempted, loggedIn, withCookie } from './guards.ts';
import { parse } from './parse.ts';
import { noContent, ok, refusal, replyTo, type Reply } from './reply.ts';
import type { Services } from './services.ts';
import { sessionFor, sessionOpened } from './session-replies.ts';

/** /session: log in, who am I, log out */
export function sessionRouter(services: Services): Router {
  const router = strictRouter();
  endpoint(router, '/session', {
    POST: attempted(services, (call) => logIn(call, services)),
    GET: loggedIn(services, ({ who }) => ok({ account: accountViewOf(who.account), expiresAt: who.expiresAt })),
    DELETE: (call) => logOut(call, services),
  });
  return router;
}

async function logIn(call: Call, services: Services): Promise<Reply> {
  const sent = parse(logInSchema, call.body);
  if (!sent.ok) return refusal(sent.error);
  const checked = await checkCredentials(sent.value, call.caller.group, services);
  if (!checked.ok) return refusal(checked.error);
  const { account, rehashed } = checked.value;
  const session = sessionFor(call, services);
  const opened = await services.submit({
    kind: 'open-session',
    session: { ...session, account: account.id },
    rehashed,
  });
  return replyTo(opened, (view) => sessionOpened(200, view, session, call, services));
}

/** Who has no session is logged out already. The cookie goes only once the session has ended for sure. */
async function logOut({ request, caller }: Call, services: Services): Promise<Reply> {
  const loggedOut = withCookie(noContent, clearCookie(caller.server));
  const who = await authenticate(request, caller.server, services);
  if (!who) return loggedOut;
  return replyTo(await services.submit({ kind: 'end-session', session: who.session.id }), () => loggedOut);
}
