import { LIMITS } from '@skein/protocol/limits';

/** Whom a reaction names after somebody has put it on a message or taken it away, as clients have it too (SPEC T2). */
export function namedAfter(kind: 'reacted' | 'unreacted', ids: readonly string[], by: string): readonly string[] {
  if (kind === 'unreacted') return ids.filter((id) => id !== by);
  return ids.includes(by) ? ids : [...ids, by].slice(0, LIMITS.reactionNames);
}
