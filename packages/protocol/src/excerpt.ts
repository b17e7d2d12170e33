import { LIMITS } from './limits.ts';

/** The beginning of a body on one line: what a reply shows of the message it answers. Empty for an empty body alone. */
export function excerptOf(body: string): string {
  // No code point takes more than two UTF-16 units; four times as much leaves room for white space that is folded.
  const line = body
    .slice(0, LIMITS.excerptLength * 8)
    .toWellFormed()
    .replace(/\s+/gu, ' ')
    .trim();
  const points = [...(line || body.trim())];
  return points.length <= LIMITS.excerptLength
    ? points.join('')
    : `${points.slice(0, LIMITS.excerptLength - 1).join('')}…`;
}
