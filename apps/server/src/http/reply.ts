import type { ErrorCode, Refusal } from '@skein/protocol/errors';
import type { Response } from 'express';
import { refused, type Result } from '../result.ts';
import { STATUSES } from './statuses.ts';

/** What an endpoint answers. Without a body it is empty. */
export interface Reply {
  readonly status: number;
  readonly body?: object;
  /** Writes head and body itself: for what is no JSON. */
  readonly write?: (response: Response) => Promise<void>;
  readonly headers?: Readonly<Record<string, string>>;
}

export const noContent: Reply = { status: 204 };

export function ok(body: object): Reply {
  return { status: 200, body };
}

export function created(body: object): Reply {
  return { status: 201, body };
}

/** @param status where it is another than the code's own */
export function refusal(error: Refusal, status: number = STATUSES[error.code]): Reply {
  const retryAfter = error.retryAfterMs === undefined ? undefined : Math.ceil(error.retryAfterMs / 1000);
  const headers = {
    ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
  };
  return { status, body: { error }, headers };
}

export function refuse(code: ErrorCode, details?: Parameters<typeof refused>[1]): Reply {
  return refusal(refused(code, details).error);
}

export function badRequest(reason: string, status = 400): Reply {
  return refusal(refused('bad_request', { params: { reason } }).error, status);
}

/** The reply to what the ledger or a check said. */
export function replyTo<T>(result: Result<T>, reply: (value: T) => Reply): Reply {
  return result.ok ? reply(result.value) : refusal(result.error);
}

export function send(response: Response, { status, body, headers = {} }: Reply): void {
  response.status(status);
  appendHeaders(response, headers);
  if (body) response.json(body);
  else response.end();
}

export function appendHeaders(response: Response, headers: NonNullable<Reply['headers']>): void {
  for (const [name, value] of Object.entries(headers)) response.append(name, value);
}
