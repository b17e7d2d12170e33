import { Router, type IRouter, type Request, type Response } from 'express';
import type { Caller } from '../accounts/caller.ts';
import { appendHeaders, badRequest, send, type Reply } from './reply.ts';

/** One request as endpoints see it. */
export interface Call {
  readonly caller: Caller;
  readonly request: Request;
  /** Parts of the path, decoded, by name. */
  readonly params: Readonly<Record<string, string>>;
  /** Parsed JSON, of any shape; undefined where nothing was sent. */
  readonly body: unknown;
}

export type Handler = (call: Call) => Reply | Promise<Reply>;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export function strictRouter(): Router {
  return Router({ caseSensitive: true, strict: true });
}

/** Puts the handlers of a path's methods on a router. Other methods are answered with 405 and what there is. */
export function endpoint(router: IRouter, path: string, handlers: Partial<Record<Method, Handler>>): void {
  const allowed = ['OPTIONS', ...(handlers.GET ? ['HEAD'] : []), ...Object.keys(handlers)].join(', ');
  router.all(path, async (request: Request, response: Response) => {
    const handler = handlers[(request.method === 'HEAD' ? 'GET' : request.method) as Method];
    if (handler) return answer(response, await handler(callOf(request, response)));
    response.set('Allow', allowed);
    if (request.method === 'OPTIONS') return send(response, { status: 204 });
    send(response, badRequest(`${request.method} is not allowed here`, 405));
  });
}

async function answer(response: Response, reply: Reply): Promise<void> {
  if (!reply.write) return send(response, reply);
  appendHeaders(response, reply.headers ?? {});
  await reply.write(response);
}

/** The first handler of the chain read it. */
export function callerOf(response: Response): Caller {
  return response.locals['caller'] as Caller;
}

function callOf(request: Request, response: Response): Call {
  return {
    caller: callerOf(response),
    request,
    params: request.params as Record<string, string>,
    body: request.body as unknown,
  };
}
