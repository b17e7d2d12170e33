import { createHash, randomBytes } from 'node:crypto';
import type { SessionRow } from '../storage/rows.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long a session lasts after it was last used. */
export const SESSION_LIFETIME_MS = 30 * DAY_MS;
/** Using a session moves its end at most this often: a write for every request would be too many. */
const RENEWAL_STEP_MS = DAY_MS;
export const RESET_LINK_LIFETIME_MS = DAY_MS;
const AGENT_LENGTH = 200;

/** 192 random bits in 32 characters: ids of sessions, and one-time tokens. */
export function makeToken(): string {
  return randomBytes(24).toString('base64url');
}

/** What is stored of a one-time token, so that who reads the database cannot use it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

export function newSession(
  { address, agent }: { address: string; agent: string | undefined },
  nowMs: number,
): Omit<SessionRow, 'account'> {
  const expiresAt = nowMs + SESSION_LIFETIME_MS;
  return { id: makeToken(), createdAt: nowMs, expiresAt, address, agent: (agent ?? '').slice(0, AGENT_LENGTH) };
}

/** When a session that is used now should end, or undefined while it need not be moved. */
export function renewedExpiry({ expiresAt }: SessionRow, nowMs: number): number | undefined {
  const renewed = nowMs + SESSION_LIFETIME_MS;
  return renewed - expiresAt >= RENEWAL_STEP_MS ? renewed : undefined;
}
