import type { Result } from '../result.ts';

/**
 * Hashes and verifies passwords with argon2id. In hub workers every call goes to the main thread, whose queue is bounded:
 * when it is full the answer is the refusal `busy` with `retryAfterMs`.
 */
export interface PasswordHasher {
  hash(password: string): Promise<Result<string>>;
  /**
   * Takes the same time whether there is such an account or not: without a `hash` it verifies against a made-up one.
   * `outdated` says that the hash was made with lower parameters than today's.
   */
  verify(hash: string | undefined, password: string): Promise<Result<{ matches: boolean; outdated: boolean }>>;
}
