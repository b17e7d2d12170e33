import { hash } from 'node:crypto';

/** Stands for every body: nothing is kept of those of a deleted message. */
export const NO_HASH = '';

/** 22 characters hold 132 bits: enough to tell bodies apart, also when somebody tries to make two alike. */
export function hashBody(body: string): string {
  return hash('sha256', body, 'base64url').slice(0, 22);
}

/** Of a post with what it carries beside its body. No body holds a NUL, so nothing else hashes to the same. */
export function hashPost(body: string, { files }: { readonly files: readonly string[] }): string {
  return hashBody(files.length === 0 ? body : `${body}\0${JSON.stringify({ files })}`);
}

export function isSameBody(stored: string, hashed: string): boolean {
  return stored === NO_HASH || stored === hashed;
}
