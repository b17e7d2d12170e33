import { registerSchema, resetPasswordSchema } from '@skein/protocol/rest';
import type { Router } from 'express';
import { nameKey } from '../accounts/names.ts';
import { checkPassword } from '../accounts/passwords.ts';
import { prepareRegistration } from '../accounts/registration.ts';
import { hashToken } from '../accounts/sessions.ts';
import { endpoint, strictRouter, type Call } from './endpoint.ts';
import { attempted, loggedIn } from './guards.ts';
import { parse } from './parse.ts';
import { readSearch } from './queries.ts';
import { noContent, ok, refusal, refuse, replyTo, type Reply } from './reply.ts';
import type { Services } from './services.ts';
import { sessionFor, sessionOpened } from './session-replies.ts';

const PEOPLE_ROWS = 20;

/** /accounts and /password-reset */
export function accountsRouter(services: Services): Router {
  const router = strictRouter();
  endpoint(router, '/accounts', {
    POST: attempted(services, (call) => register(call, services)),
    GET: loggedIn(services, ({ request }) =>
      readSearch(request, async ({ search }) =>
        ok(await services.reads.people({ search: nameKey(search), limit: PEOPLE_ROWS })),
      ),
    ),
  });
  endpoint(router, '/password-reset', { POST: attempted(services, (call) => resetPassword(call, services)) });
  return router;
}

async function register(call: Call, services: Services): Promise<Reply> {
  const sent = parse(registerSchema, call.body);
  if (!sent.ok) return refusal(sent.error);
  const session = sessionFor(call, services);
  const prepared = await prepareRegistration(sent.value, session, call.caller.group, services);
  if (!prepared.ok) return refusal(prepared.error);
  return replyTo(await services.submit(prepared.value), (account) =>
    sessionOpened(201, account, session, call, services),
  );
}

async function resetPassword({ body }: Call, { reads, hasher, submit, now }: Services): Promise<Reply> {
  const sent = parse(resetPasswordSchema, body);
  if (!sent.ok) return refusal(sent.error);
  const password = checkPassword(sent.value.password);
  if (!password.ok) return refusal(password.error);
  const tokenHash = hashToken(sent.value.token);
  if (!(await reads.resetLink(tokenHash, now()))) return refuse('link_invalid');
  const hashed = await hasher.hash(password.value);
  if (!hashed.ok) return refusal(hashed.error);
  return replyTo(await submit({ kind: 'reset-password', tokenHash, passwordHash: hashed.value }), () => noContent);
}
