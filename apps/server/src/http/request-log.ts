import type { RequestListener } from 'node:http';
import { callerReader } from '../accounts/caller.ts';
import { socketName } from '../sockets/socket-name.ts';
import type { Services } from './services.ts';

/** With -v: a line for every request. Without the query, which people typed. */
export function logRequests(
  listener: RequestListener,
  { config, log }: Pick<Services, 'config' | 'log'>,
): RequestListener {
  if (!log.isLevelEnabled('debug')) return listener;
  const readCaller = callerReader(config);
  return (request, response) => {
    const { method, url = '', socket } = request;
    const { address } = readCaller(request);
    const path = url.split('?', 1)[0];
    const startedAt = performance.now();
    response.once('finish', () => {
      const durationMs = Math.round(performance.now() - startedAt);
      const { statusCode: status } = response;
      log.debug({ socket: socketName(socket), method, path, status, durationMs, address }, 'request');
    });
    listener(request, response);
  };
}
