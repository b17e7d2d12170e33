import type { AccountView } from '@skein/protocol/accounts';
import { setCookie } from '../accounts/session-cookie.ts';
import { newSession } from '../accounts/sessions.ts';
import { signToken } from '../accounts/tokens.ts';
import type { SessionRow } from '../storage/rows.ts';
import type { Call } from './endpoint.ts';
import { withCookie } from './guards.ts';
import type { Reply } from './reply.ts';
import type { Services } from './services.ts';

export function sessionFor({ caller, request }: Call, { now }: Services): Omit<SessionRow, 'account'> {
  return newSession({ address: caller.address, agent: request.headers['user-agent'] }, now());
}

/** Somebody has just got a session: who they are, and the cookie that keeps it. */
export function sessionOpened(
  status: 200 | 201,
  account: AccountView,
  { id, expiresAt }: Omit<SessionRow, 'account'>,
  { caller }: Call,
  { tokenKey, now }: Services,
): Reply {
  const token = signToken({ session: id, account: account.id }, tokenKey, now());
  return withCookie({ status, body: { account, expiresAt } }, setCookie(caller.server, { token, expiresAt }, now()));
}
