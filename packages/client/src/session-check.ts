import type { RestClient } from './rest-client.ts';
import type { SessionCheck } from './transport.ts';

/** Asks the server whether the session is still there: what the answer 401 to an upgrade would have said. */
export async function checkSession(rest: Pick<RestClient, 'session'>): Promise<SessionCheck> {
  const answer = await rest.session();
  if (answer.ok) return 'ok';
  if (answer.error === 'offline') return 'unreachable';
  return answer.status === 401 ? 'ended' : 'unknown';
}
