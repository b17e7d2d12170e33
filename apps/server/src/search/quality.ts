import type { Match } from './matches.ts';
import { nearness, type Term } from './term.ts';

const YEAR_MS = 365 * 24 * 60 * 60 * 1_000;

/**
 * How good a match is: by how near each term is to what stands there (1 to 3), whether the terms stand together as typed (1), how
 * much of the text they are (up to 1), and how young it is (up to 1, half of that after a year). Rounded, so that it can be written down.
 */
export function qualityOf({ text, at }: Match, terms: readonly Term[], now: number): number {
  const near = terms.reduce((sum, term) => sum + nearness(term, text), 0) / terms.length;
  const together = terms.length > 1 && text.loose.includes(terms.map((term) => term.text).join(' ')) ? 1 : 0;
  const typed = terms.reduce((sum, term) => sum + term.text.length, 0);
  const share = Math.min(1, typed / Math.max(1, text.loose.length));
  const young = 1 / (1 + Math.max(0, now - at) / YEAR_MS);
  return Math.round((near + together + share + young) * 10_000) / 10_000;
}
