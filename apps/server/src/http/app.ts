import express, { type Express, type RequestHandler } from 'express';
import { callerReader } from '../accounts/caller.ts';
import { changesState } from '../accounts/origin.ts';
import { accountsRouter } from './accounts-router.ts';
import { callerOf, strictRouter } from './endpoint.ts';
import { errorHandler } from './errors.ts';
import { jsonBody } from './json-body.ts';
import { operatorRouter } from './operator-router.ts';
import { requestLog } from './request-log.ts';
import { refuse, send } from './reply.ts';
import { roomsRouter } from './rooms-router.ts';
import { chatHeaders, siteHeaders } from './security-headers.ts';
import { healthRouter, serverRouter } from './server-router.ts';
import type { Services } from './services.ts';
import { sessionRouter } from './session-router.ts';

/** What is not the API. Each handler answers, or passes on what is not its own. */
export interface SiteHandlers {
  /** The built page, mounted at /chat. */
  readonly chat: RequestHandler;
  /** The hosted folder. */
  readonly folder: RequestHandler;
  /** The 404 page; always answers. */
  readonly notFound: RequestHandler;
}

/** Everything of one hub worker that speaks HTTP, but for the upgrade to a WebSocket. */
export function createApp(services: Services, { site }: { site: SiteHandlers }): Express {
  const { config, log } = services;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  const readCaller = callerReader(config);
  app.use((request, response, next) => {
    response.locals['caller'] = readCaller(request);
    next();
  });
  const headers = chatHeaders(config);
  app.use('/api', requestLog(log), headers, apiRouter(services), errorHandler(log));
  app.use('/chat', headers, site.chat);
  app.use(siteHeaders, site.folder, site.notFound);
  app.use(errorHandler(log));
  return app;
}

function apiRouter(services: Services): RequestHandler {
  const router = strictRouter();
  router.use(noStore);
  router.use(healthRouter(services));
  router.use(limitRequests(services), requireOwnOrigin, ...jsonBody);
  router.use(serverRouter(services), sessionRouter(services), accountsRouter(services));
  router.use(roomsRouter(services), operatorRouter(services));
  router.use((_request, response) => send(response, refuse('not_found')));
  return router;
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

function limitRequests({ limits }: Services): RequestHandler {
  return (_request, response, next) => {
    const taken = limits.take('request', callerOf(response).group);
    if (taken.ok) return next();
    response.set('Connection', 'close');
    send(response, refuse('too_many_requests', { retryAfterMs: taken.retryAfterMs }));
  };
}

/** R2: pages of other sites change nothing. */
const requireOwnOrigin: RequestHandler = (request, response, next) => {
  if (!changesState(request.method) || callerOf(response).isOwnOrigin) return next();
  response.set('Connection', 'close');
  send(response, refuse('forbidden_origin'));
};
