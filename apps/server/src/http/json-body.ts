import express, { type Request, type RequestHandler } from 'express';
import { badRequest, send } from './reply.ts';

export const JSON_BODY_BYTES = 64 * 1024;

/**
 * Bodies are JSON, not compressed, of at most 64 KiB. What a form on another site can send is none.
 * @param isOther of requests whose body somebody else reads
 */
export function jsonBodyUnless(isOther: (request: Request) => boolean): RequestHandler[] {
  const readJson = express.json({ limit: JSON_BODY_BYTES, inflate: false });
  return [
    (request, response, next) => {
      const hasBody =
        request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
      if (!hasBody || request.is('application/json') || isOther(request)) return next();
      response.set('Connection', 'close');
      send(response, badRequest('Content-Type: expected application/json', 415));
    },
    (request, response, next) => (isOther(request) ? next() : readJson(request, response, next)),
  ];
}
