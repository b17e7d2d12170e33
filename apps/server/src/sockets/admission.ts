import type { IncomingMessage } from 'node:http';
import { authenticate } from '../accounts/authenticate.ts';
import { callerReader } from '../accounts/caller.ts';
import type { Services } from '../http/services.ts';
import type { AccountRow } from '../storage/rows.ts';

/** Who asks for a WebSocket, or why they do not get one. A client let in holds one of its address's connections. */
export type Admission =
  | {
      readonly ok: true;
      readonly account: AccountRow;
      readonly sessionId: string;
      readonly address: string;
      readonly setCookie: string | undefined;
      /** Gives the connection back; to be called once, when it has closed. */
      readonly release: () => void;
    }
  | {
      readonly ok: false;
      readonly status: 401 | 403 | 429 | 503;
      readonly code: 'not_logged_in' | 'forbidden_origin' | 'too_many_requests' | 'too_many_connections' | 'stopping';
      readonly retryAfterMs?: number;
    };

export type Admit = (request: IncomingMessage) => Promise<Admission>;

const CONNECTIONS_RETRY_MS = 5_000;
const STOPPING_RETRY_MS = 1_000;

/** Judges upgrades, the cheap questions first (SPEC C1). */
export function createAdmission(services: Services): Admit {
  const { config, limits } = services;
  const readCaller = callerReader(config);
  return async (request) => {
    if (services.health() === 'stopping') return refuse(503, 'stopping', STOPPING_RETRY_MS);
    const { address, group, server, isOwnOrigin } = readCaller(request);
    if (!isOwnOrigin) return refuse(403, 'forbidden_origin');
    const rate = limits.take('request', group);
    if (!rate.ok) return refuse(429, 'too_many_requests', rate.retryAfterMs);
    const authenticated = await authenticate(request, server, services);
    if (!authenticated) return refuse(401, 'not_logged_in');
    if (!limits.openConnection(group)) return refuse(429, 'too_many_connections', CONNECTIONS_RETRY_MS);
    const { account, session, setCookie } = authenticated;
    const release = () => limits.closeConnection(group);
    return { ok: true, account, sessionId: session.id, address, setCookie, release };
  };
}

type Refused = Extract<Admission, { ok: false }>;

function refuse(status: Refused['status'], code: Refused['code'], retryAfterMs?: number): Refused {
  return { ok: false, status, code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
