import type { ErrorRequestHandler } from 'express';
import type { Log } from '../log.ts';
import { StorageError } from '../storage/store.ts';
import { badRequest, refuse, send, type Reply } from './reply.ts';

/** What Express and its body parser throw for a request that is wrong in itself. */
interface RequestError extends Error {
  readonly status: number;
  readonly type?: string;
}

const REASONS: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'body: expected JSON',
  'entity.too.large': 'body: too large',
  'encoding.unsupported': 'Content-Encoding: expected none',
  'charset.unsupported': 'Content-Type: expected UTF-8',
  'request.aborted': 'body: aborted',
  'request.size.invalid': 'body: not of the length that was said',
};

/** The last handler of the API: a wrong request gets its reason; anything else is ours, is logged, and says nothing. */
export function errorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const reply = isRequestError(error) ? replyToRequestError(error) : isCut(error) ? CUT : replyToFailure(error);
    if (reply.status >= 500) log.error({ err: error, method: request.method, path: request.path }, 'a request failed');
    if (response.headersSent) return void response.destroy();
    send(response, reply);
  };
}

function replyToRequestError({ status, type, message }: RequestError): Reply {
  return badRequest(
    REASONS[type ?? ''] ?? (message.startsWith('Failed to decode param') ? 'path: not decodable' : 'invalid'),
    status,
  );
}

function replyToFailure(error: unknown): Reply {
  return refuse(error instanceof StorageError ? 'storage_failed' : 'internal');
}

/** Nobody hears it any more. */
const CUT = badRequest('body: aborted');

/** What reading a body throws whose sender has gone. */
function isCut(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ECONNRESET';
}

function isRequestError(error: unknown): error is RequestError {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400 &&
    error.status < 500
  );
}
