import { logInSchema } from '@skein/protocol/rest';
import type { Router } from 'express';
import { accountViewOf } from '../accounts/account-view.ts';
import { authenticate } from '../accounts/authenticate.ts';
import { checkCredentials } from '../accounts/log-in.ts';
import { clearCookie } from '../accounts/session-cookie.ts';
import { hashToken } from '../accounts/sessions.ts';
import { endpoint, strictRouter, type Call } from './endpoint.ts';
import { attempted, loggedIn, withCookie, type SessionCall } from './guards.ts';
import { parse } from './parse.ts';
import { noContent, ok, refusal, replyTo, type Reply } from './reply.ts';
import type { Services } from './services.ts';
import { sessionFor, sessionOpened } from './session-replies.ts';

/** /session: log in, who am I, log out; /sessions: where else somebody is logged in */
export function sessionRouter(services: Services): Router {
  const router = strictRouter();
  endpoint(router, '/session', {
    POST: attempted(services, (call) => logIn(call, services)),
    GET: (call) => showSession(call, services),
    DELETE: (call) => logOut(call, services),
  });
  endpoint(router, '/sessions', {
    GET: loggedIn(services, (call) => sessions(call, services)),
    DELETE: loggedIn(services, (call) => endSessions(call, services, (id) => id !== call.who.session.id)),
  });
  endpoint(router, '/sessions/:session', {
    DELETE: loggedIn(services, (call) => endSessions(call, services, (id) => hashToken(id) === call.params['session'])),
  });
  return router;
}

/** Whoever asks may be nobody yet, which is no error: a browser would complain of it in its console. */
async function showSession({ request, caller }: Call, services: Services): Promise<Reply> {
  const who = await authenticate(request, caller.server, services);
  if (!who) return noContent;
  const shown = ok({ account: accountViewOf(who.account), expiresAt: who.expiresAt });
  return who.setCookie ? withCookie(shown, who.setCookie) : shown;
}

async function sessions({ who }: SessionCall, { reads, now }: Services): Promise<Reply> {
  const all = await reads.sessionsOf(who.account.id, now());
  return ok({
    sessions: all.map(({ id, createdAt: since, address, agent }) => {
      // Who hears of the id of a session must not be able to do anything with it.
      return { id: hashToken(id), since, address, agent, current: id === who.session.id };
    }),
  });
}

/** Ends those of the caller's own sessions that are meant: a session stays with its account, so there is no other to judge. */
async function endSessions(
  { who }: SessionCall,
  { reads, submit, now }: Services,
  isMeant: (id: string) => boolean,
): Promise<Reply> {
  // They are read some at a time: whoever is told that all have ended must be able to rely on it.
  for (;;) {
    const meant = (await reads.sessionsOf(who.account.id, now())).filter(({ id }) => isMeant(id));
    const answers = await Promise.all(meant.map(({ id }) => submit({ kind: 'end-session', session: id })));
    const refused = answers.find((answer) => !answer.ok);
    if (refused && !refused.ok) return refusal(refused.error);
    if (meant.length === 0) break;
  }
  return noContent;
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
