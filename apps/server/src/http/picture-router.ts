import { LIMITS } from '@skein/protocol/limits';
import type { Request, Router } from 'express';
import { refused, type Result } from '../result.ts';
import type { AccountView } from '@skein/protocol/accounts';
import { endpoint, strictRouter } from './endpoint.ts';
import { loggedIn, rated, type SessionCall } from './guards.ts';
import { badRequest, ok, refusal, replyTo, type Reply } from './reply.ts';
import type { Services } from './services.ts';
import { beginUpload, receive } from './uploads-router.ts';

const PATH = '/account/picture';

/** /account/picture: the image in a body becomes what everybody sees beside the account's name. It is served as a file. */
export function pictureRouter(services: Services): Router {
  const router = strictRouter();
  endpoint(router, PATH, {
    PUT: loggedIn(
      services,
      rated(services, 'upload', (call) => setPicture(call, services)),
    ),
    DELETE: loggedIn(
      services,
      rated(services, 'change', (call) => removePicture(call, services)),
    ),
  });
  return router;
}

/** Its body is no JSON, whatever it says: it is left for `setPicture`. */
export function isPicture({ method, path }: Pick<Request, 'method' | 'path'>): boolean {
  return method === 'PUT' && path === PATH;
}

async function setPicture({ request, who }: SessionCall, services: Services): Promise<Reply> {
  const size = Number(request.headers['content-length']);
  if (!Number.isSafeInteger(size) || size <= 0) return unread(badRequest('Content-Length: expected an image’s', 411));
  const account = who.account.id;
  const begun = await beginUpload(services, { account, name: 'picture', size, limit: LIMITS.pictureBytes });
  if (!begun.ok) return unread(refusal(begun.error));
  const { id } = begun.value;
  let set: Result<AccountView> | undefined;
  try {
    set = await makePicture(request, services, { account, id, size });
  } finally {
    if (!set?.ok) await services.submit({ kind: 'remove-upload', account, id });
  }
  if (set.ok) await services.files.removeUpload(id);
  return replyTo(set, (account) => ok({ account }));
}

async function makePicture(
  request: Request,
  services: Services,
  { account, id, size }: { readonly account: string; readonly id: string; readonly size: number },
): Promise<Result<AccountView>> {
  const received = await receive(request, services, { id, size, offset: 0 });
  if (!received.ok) return received;
  if (received.value < size) return refused('bad_request', { params: { reason: 'body: cut short' } });
  const prepared = await services.ask({ kind: 'prepare-file', account, id, as: 'picture' });
  if (!prepared.ok) return prepared;
  return services.submit({ kind: 'set-picture', account, upload: { id, facts: prepared.value } });
}

async function removePicture({ who }: SessionCall, { submit }: Services): Promise<Reply> {
  const removed = await submit({ kind: 'set-picture', account: who.account.id, upload: undefined });
  return replyTo(removed, (account) => ok({ account }));
}

/** Nobody reads the body: nothing more is taken from this connection. */
function unread(reply: Reply): Reply {
  return { ...reply, headers: { ...reply.headers, Connection: 'close' } };
}
