import type { RequestListener } from 'node:http';
import express, { type Express, type RequestHandler } from 'express';
import { callerReader } from '../accounts/caller.ts';
import { changesState } from '../accounts/origin.ts';
import type { Site } from '../site/site.ts';
import { accountRouter } from './account-router.ts';
import { accountsRouter } from './accounts-router.ts';
import { directRouter } from './direct-router.ts';
import { callerOf, endpoint } from './endpoint.ts';
import { errorHandler } from './errors.ts';
import { holdBack } from './hold-back.ts';
import { jsonBodyUnless } from './json-body.ts';
import { filesRouter } from './files-router.ts';
import { inboxRouter } from './inbox-router.ts';
import { operatorRouter } from './operator-router.ts';
import { isPicture, pictureRouter } from './picture-router.ts';
import { pushRouter } from './push-router.ts';
import { badRequest, refuse, send } from './reply.ts';
import { logRequests } from './request-log.ts';
import { roomsRouter } from './rooms-router.ts';
import { apiHeaders } from './security-headers.ts';
import { savedRouter } from './saved-router.ts';
import { searchRouter } from './search-router.ts';
import { healthRouter, serverRouter } from './server-router.ts';
import type { Services } from './services.ts';
import { sessionRouter } from './session-router.ts';
import { isUploadedBytes, uploadsRouter } from './uploads-router.ts';

/** Everything of one hub worker that speaks HTTP, but for the upgrade: the site first, which needs none of what the API brings along. */
export function createApp(services: Services, { site }: { site: Pick<Site, 'tryServe'> }): RequestListener {
  const api = createApi(services);
  const answer: RequestListener = (request, response) => {
    if (!site.tryServe(request, response)) api(request, response);
  };
  return logRequests(holdBack(answer, services.config.delayMs), services);
}

/** /api, and what is asked of /ws without an upgrade. */
function createApi(services: Services): Express {
  const { log } = services;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.use(readCaller(services), apiHeaders(), noStore);
  endpoint(app, '/ws', {
    GET: () => ({ ...badRequest('Upgrade: expected websocket', 426), headers: { Upgrade: 'websocket' } }),
  });
  app.use('/api', healthRouter(services));
  app.use(
    '/api',
    limitRequests(services),
    requireOwnOrigin,
    ...jsonBodyUnless((request) => isUploadedBytes(request) || isPicture(request)),
  );
  app.use('/api', serverRouter(services), sessionRouter(services), accountsRouter(services), accountRouter(services));
  app.use('/api', roomsRouter(services), directRouter(services), operatorRouter(services));
  app.use('/api', searchRouter(services), pushRouter(services), inboxRouter(services), savedRouter(services));
  app.use('/api', uploadsRouter(services), filesRouter(services), pictureRouter(services));
  app.use((_request, response) => send(response, refuse('not_found')));
  app.use(errorHandler(log));
  return app;
}

function readCaller({ config }: Services): RequestHandler {
  const read = callerReader(config);
  return (request, response, next) => {
    response.locals['caller'] = read(request);
    next();
  };
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
