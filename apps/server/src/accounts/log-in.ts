import type { Services } from '../http/services.ts';
import { accepted, refused, type Result } from '../result.ts';
import type { AccountRow } from '../storage/rows.ts';
import { nameKey } from './names.ts';

export interface LoggedIn {
  readonly account: AccountRow;
  /** The password hashed anew, where the stored hash was made with lower costs. */
  readonly rehashed: string | undefined;
}

/**
 * Finds whose name and password these are. A wrong name and a wrong password look and take the same. Failures are counted per
 * name and address together: nobody can lock another out, and a class behind one address is not slowed by one of them.
 */
export async function checkCredentials(
  { name, password }: { name: string; password: string },
  addressGroup: string,
  services: Pick<Services, 'reads' | 'hasher' | 'limits'>,
): Promise<Result<LoggedIn>> {
  const loginKey = nameKey(name);
  const failureKey = `${loginKey}\0${addressGroup}`;
  // Taken first and given back on success: else a thousand guesses at once would all pass before the first has failed.
  const taken = services.limits.take('failure', failureKey);
  if (!taken.ok) return refused('too_many_requests', { retryAfterMs: taken.retryAfterMs });
  const result = await verify(loginKey, password, services);
  if (result.ok || result.error.code !== 'wrong_credentials') services.limits.giveBack('failure', failureKey);
  return result;
}

async function verify(
  loginKey: string,
  password: string,
  { reads, hasher }: Pick<Services, 'reads' | 'hasher'>,
): Promise<Result<LoggedIn>> {
  const account = await reads.accountByLoginKey(loginKey);
  const hash = account?.disabled ? undefined : account?.passwordHash;
  const verified = await hasher.verify(hash || undefined, password);
  if (!verified.ok) return verified;
  if (!account || !verified.value.matches) return refused('wrong_credentials');
  return accepted({ account, rehashed: verified.value.outdated ? await rehash(password, hasher) : undefined });
}

/** Where the queue is full the old hash does for another time. */
async function rehash(password: string, hasher: Services['hasher']): Promise<string | undefined> {
  const hashed = await hasher.hash(password);
  return hashed.ok ? hashed.value : undefined;
}
