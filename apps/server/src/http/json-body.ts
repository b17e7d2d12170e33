import express, { type RequestHandler } from 'express';
import { badRequest, send } from './reply.ts';

export const JSON_BODY_BYTES = 64 * 1024;

/** Bodies are JSON, not compressed, of at most 64 KiB. What a form on another site can send is none. */
export const jsonBody: RequestHandler[] = [
  (request, response, next) => {
    const hasBody =
      request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
    if (!hasBody || request.is('application/json')) return next();
    response.set('Connection', 'close');
    send(response, badRequest('Content-Type: expected application/json', 415));
  },
  express.json({ limit: JSON_BODY_BYTES, inflate: false }),
];
