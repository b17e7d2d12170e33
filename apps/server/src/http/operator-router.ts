import { idSchema } from '@skein/protocol/ids';
import { clientListSchema, registrationSchema } from '@skein/protocol/rest';
import type { Router } from 'express';
import { nameKey } from '../accounts/names.ts';
import { checkRegistration } from '../accounts/registration.ts';
import { hashToken, makeToken, RESET_LINK_LIFETIME_MS } from '../accounts/sessions.ts';
import { endpoint, strictRouter } from './endpoint.ts';
import { operatorOnly, type SessionCall } from './guards.ts';
import { parse } from './parse.ts';
import { badRequest, created, noContent, ok, refusal, refuse, replyTo, type Reply } from './reply.ts';
import type { Services } from './services.ts';

/** /operator: live clients, who may register, reset links */
export function operatorRouter(services: Services): Router {
  const router = strictRouter();
  endpoint(router, '/operator/clients', { GET: operatorOnly(services, () => listClients(services)) });
  endpoint(router, '/operator/clients/:id', { DELETE: operatorOnly(services, (call) => endClient(call, services)) });
  endpoint(router, '/operator/registration', {
    GET: operatorOnly(services, () => showRegistration(services)),
    PUT: operatorOnly(services, (call) => setRegistration(call, services)),
  });
  endpoint(router, '/operator/accounts/:name/reset-link', {
    POST: operatorOnly(services, (call) => makeResetLink(call, services)),
  });
  return router;
}

/** Through the schema, so that nothing goes out that does not belong there. */
async function listClients({ clients }: Services): Promise<Reply> {
  const list = await clients.list();
  return ok(clientListSchema.parse({ count: list.length, clients: list }));
}

async function endClient({ params }: SessionCall, { clients }: Services): Promise<Reply> {
  const id = idSchema.safeParse(params['id']);
  return id.success && (await clients.end(id.data)) ? noContent : refuse('not_found');
}

async function showRegistration({ reads }: Services): Promise<Reply> {
  const { registration: policy, registrationCode: code } = await reads.server();
  return ok({ policy, ...(policy === 'code' ? { code } : {}) });
}

async function setRegistration({ who, body }: SessionCall, { submit }: Services): Promise<Reply> {
  const sent = parse(registrationSchema, body);
  if (!sent.ok) return refusal(sent.error);
  const checked = checkRegistration(sent.value);
  if (!checked.ok) return refusal(checked.error);
  const by = who.account.id;
  return replyTo(await submit({ kind: 'set-registration', by, registration: checked.value }), () => ok(checked.value));
}

/** The token stands behind the #, which browsers send to no server and into no log. */
async function makeResetLink({ caller, who, params }: SessionCall, { submit, now }: Services): Promise<Reply> {
  if (!caller.server) return badRequest('Host: expected the name of this server');
  const token = makeToken();
  const expiresAt = now() + RESET_LINK_LIFETIME_MS;
  const [by, loginKey, tokenHash] = [who.account.id, nameKey(params['name'] ?? ''), hashToken(token)];
  const made = await submit({ kind: 'make-reset-link', by, loginKey, tokenHash, expiresAt });
  return replyTo(made, () => created({ url: `${caller.server?.origin}/chat/#reset=${token}`, expiresAt }));
}
