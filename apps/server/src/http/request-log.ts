import type { RequestHandler } from 'express';
import type { Log } from '../log.ts';
import { callerOf } from './endpoint.ts';

/** With -v: a line for every request to the API. Without the query, which people typed. */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    if (!log.isLevelEnabled('debug')) return next();
    const { method, originalUrl } = request;
    const startedAt = performance.now();
    response.once('finish', () => {
      const durationMs = Math.round(performance.now() - startedAt);
      const path = originalUrl.split('?', 1)[0];
      log.debug(
        { method, path, status: response.statusCode, durationMs, address: callerOf(response).address },
        'request',
      );
    });
    next();
  };
}
