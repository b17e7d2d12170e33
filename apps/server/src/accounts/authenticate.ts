import type { IncomingMessage } from 'node:http';
import type { Services } from '../http/services.ts';
import type { AccountRow, SessionRow } from '../storage/rows.ts';
import { setCookie, tokenOf } from './session-cookie.ts';
import { renewedExpiry } from './sessions.ts';
import { checkToken, signToken } from './tokens.ts';

export type AuthenticateServices = Pick<Services, 'tokenKey' | 'reads' | 'submit' | 'log' | 'now'>;

export interface Authenticated {
  readonly session: SessionRow;
  readonly account: AccountRow;
  /** When the session ends if it is not used again. */
  readonly expiresAt: number;
  /** A Set-Cookie header to send with the answer. The session stays the same, so other tabs do not notice. */
  readonly setCookie: string | undefined;
}

/**
 * Who asks, by the request's cookie or `Authorization: Bearer`: a REST request's or an upgrade's alike. The session row is
 * read every time, so an ended session counts at once; a token past its short life is renewed as long as the row lives.
 * @param server the server's own origin (see origin.ts)
 */
export async function authenticate(
  request: IncomingMessage,
  server: URL | undefined,
  services: AuthenticateServices,
): Promise<Authenticated | undefined> {
  const now = services.now();
  const sent = tokenOf(request, server);
  const check = sent && checkToken(sent.token, services.tokenKey, now);
  if (!check || check.kind === 'invalid') return undefined;
  const found = await services.reads.session(check.content.session, now);
  if (!found || found.account.id !== check.content.account) return undefined;

  const expiresAt = renew(found.session, now, services);
  const isRenewed = check.kind === 'expired' || check.isStale || expiresAt !== found.session.expiresAt;
  const token = sent.isCookie && isRenewed ? signToken(check.content, services.tokenKey, now) : undefined;
  return { ...found, expiresAt, setCookie: token && setCookie(server, { token, expiresAt }, now) };
}

/** Nobody waits for it: should the ledger not take it, the next request asks again. */
function renew(session: SessionRow, now: number, { submit, log }: AuthenticateServices): number {
  const expiresAt = renewedExpiry(session, now);
  if (expiresAt === undefined) return session.expiresAt;
  submit({ kind: 'renew-session', session: session.id, expiresAt }).then(
    (answer) => answer.ok || log.debug({ code: answer.error.code }, 'a session was not renewed'),
    (error: unknown) => log.error({ err: error }, 'a session could not be renewed'),
  );
  return expiresAt;
}
