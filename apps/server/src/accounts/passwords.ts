import { LIMITS } from '@skein/protocol/limits';
import { accepted, refused, type Result } from '../result.ts';

/** Judges a password that somebody wants to set: 8 to 1,024 characters, any characters. */
export function checkPassword(password: string): Result<string> {
  if (!password.isWellFormed())
    return refused('bad_request', { params: { reason: 'password: not well-formed Unicode' } });
  const length = [...password].length;
  if (length < LIMITS.passwordMinLength) return refused('password_too_short');
  if (length > LIMITS.passwordMaxLength) return refused('password_too_long');
  return accepted(password);
}
