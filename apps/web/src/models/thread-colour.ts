/** How many colours of thread there are; tokens.css has `--thread-0` and on. */
export const THREAD_COLOURS = 8;

/** Everybody's messages hang on a thread of one colour, the same on every screen because it follows from the id. */
export function threadColour(accountId: string): number {
  let hash = 0;
  for (let index = 0; index < accountId.length; index++) hash = (Math.imul(hash, 31) + accountId.charCodeAt(index)) | 0;
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) % THREAD_COLOURS;
}
