import type { ErrorCode, Refusal } from '@skein/protocol/errors';

/** An expected refusal is a value. Exceptions are for what should not happen. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Refusal };

export function accepted<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refused(
  code: ErrorCode,
  details: { params?: Record<string, string | number>; retryAfterMs?: number } = {},
): { readonly ok: false; readonly error: Refusal } {
  return { ok: false, error: { code, ...details } };
}
