import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';

// What a cookie holds: a short-lived token that names a session row. The row decides; the token only keeps whoever has
// not its key from asking the store about session ids.

const ALGORITHM = 'HS256';
const PARTY = 'skein';
export const TOKEN_LIFETIME_MS = 15 * 60 * 1000;

export interface TokenContent {
  readonly session: string;
  readonly account: string;
}

export type TokenCheck =
  /** `isStale`: older than half its life, and time for a new one. */
  | { readonly kind: 'valid'; readonly content: TokenContent; readonly isStale: boolean }
  /** Ours, but past its life. */
  | { readonly kind: 'expired'; readonly content: TokenContent }
  | { readonly kind: 'invalid' };

/** @param nowMs milliseconds UTC */
export function signToken({ session, account }: TokenContent, key: KeyObject, nowMs: number): string {
  const iat = Math.floor(nowMs / 1000);
  const claims = { sid: session, iat, exp: iat + TOKEN_LIFETIME_MS / 1000 };
  return jwt.sign(claims, key, { algorithm: ALGORITHM, issuer: PARTY, audience: PARTY, subject: account });
}

export function checkToken(token: string, key: KeyObject, nowMs: number): TokenCheck {
  const claims = verify(token, key, nowMs);
  if (!claims) return { kind: 'invalid' };
  const { sid, sub, exp } = claims;
  if (typeof sid !== 'string' || typeof sub !== 'string' || typeof exp !== 'number') return { kind: 'invalid' };
  const content = { session: sid, account: sub };
  const lifeLeftMs = exp * 1000 - nowMs;
  if (lifeLeftMs <= 0) return { kind: 'expired', content };
  return { kind: 'valid', content, isStale: lifeLeftMs < TOKEN_LIFETIME_MS / 2 };
}

function verify(token: string, key: KeyObject, nowMs: number): jwt.JwtPayload | undefined {
  const options = { algorithms: [ALGORITHM], issuer: PARTY, audience: PARTY } as const;
  try {
    const clockTimestamp = Math.floor(nowMs / 1000);
    const claims = jwt.verify(token, key, {
      ...options,
      algorithms: [...options.algorithms],
      clockTimestamp,
      ignoreExpiration: true,
    });
    return typeof claims === 'string' ? undefined : claims;
  } catch (error) {
    if (error instanceof jwt.JsonWebTokenError) return undefined;
    throw error;
  }
}
