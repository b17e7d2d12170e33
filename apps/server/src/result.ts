import type { ErrorCode, Refusal } from '@skein/protocol/errors';

/** An expected refusal is a value. Exceptions are for what should not happen. */
export type Result<T> = { readonly ok: true; readonly value: T } | Refused;
export type Refused = { readonly ok: false; readonly error: Refusal };

export function accepted<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refused(
  code: ErrorCode,
  details: { params?: Record<string, string | number>; retryAfterMs?: number } = {},
): Refused {
  return { ok: false, error: { code, ...details } };
}
