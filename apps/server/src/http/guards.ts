import { authenticate, type Authenticated } from '../accounts/authenticate.ts';
import type { RateName } from '../limits/limits.ts';
import type { Call, Handler } from './endpoint.ts';
import { refuse, type Reply } from './reply.ts';
import type { Services } from './services.ts';

export interface SessionCall extends Call {
  readonly who: Authenticated;
}

export type SessionHandler = (call: SessionCall) => Reply | Promise<Reply>;

/** Only for who is logged in: 401 otherwise. Renews the cookie where it is time. */
export function loggedIn(services: Services, handler: SessionHandler): Handler {
  return async (call) => {
    const who = await authenticate(call.request, call.caller.server, services);
    if (!who) return refuse('not_logged_in');
    const reply = await handler({ ...call, who });
    return who.setCookie ? withCookie(reply, who.setCookie) : reply;
  };
}

/** Only for operators: 401 and 403 otherwise. */
export function operatorOnly(services: Services, handler: SessionHandler): Handler {
  return loggedIn(services, (call) => (call.who.account.role === 'operator' ? handler(call) : refuse('forbidden')));
}

/** Only as often as the account's rate allows. */
export function rated({ limits }: Services, rate: RateName, handler: SessionHandler): SessionHandler {
  return (call) => {
    const taken = limits.take(rate, call.who.account.id);
    return taken.ok ? handler(call) : refuse('too_many_requests', { retryAfterMs: taken.retryAfterMs });
  };
}

/** Only as often as the address may try: for what needs no session. */
export function attempted({ limits }: Services, handler: Handler): Handler {
  return (call) => {
    const taken = limits.take('attempt', call.caller.group);
    return taken.ok ? handler(call) : refuse('too_many_requests', { retryAfterMs: taken.retryAfterMs });
  };
}

/** A reply that sets a cookie, unless it sets one already. */
export function withCookie(reply: Reply, cookie: string): Reply {
  return { ...reply, headers: { 'Set-Cookie': cookie, ...reply.headers } };
}
