import { hash } from 'node:crypto';

/** Stands for every body: nothing is kept of those of a deleted message. */
export const NO_HASH = '';

/** 22 characters hold 132 bits: enough to tell bodies apart, also when somebody tries to make two alike. */
export function hashBody(body: string): string {
  return hash('sha256', body, 'base64url').slice(0, 22);
}

/** What a post carries beside its body. */
interface Carried {
  readonly reply?: number | undefined;
  readonly files: readonly string[];
}

/** Of a post with what it carries beside its body. No body holds a NUL, so nothing else hashes to the same. */
export function hashPost(body: string, { reply, files }: Carried): string {
  if (files.length === 0 && reply === undefined) return hashBody(body);
  return hashBody(`${body}\0${JSON.stringify(reply === undefined ? { files } : { reply, files })}`);
}

export function isSameBody(stored: string, hashed: string): boolean {
  return stored === NO_HASH || stored === hashed;
}
