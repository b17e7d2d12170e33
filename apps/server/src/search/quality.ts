import type { Match } from './matches.ts';
import { NEARNESS, nearness, type Term } from './term.ts';

const YEAR_MS = 365 * 24 * 60 * 60 * 1_000;

/** What decides how good a match is. */
export interface Merits {
  /** Of its terms, at the average. */
  readonly near: number;
  /** Whether the terms stand together as they were typed. */
  readonly isTogether: boolean;
  /** Of its loose text. */
  readonly length: number;
  readonly at: number;
}

/**
 * How good a match is: by how near each term is to what stands there (1 to 3), whether the terms stand together as typed (1), how
 * much of the text they are (up to 1), and how young it is (up to 1, half of that after a year). Rounded, so that it can be written down.
 */
export class Quality {
  readonly #terms: readonly Term[];
  readonly #now: number;
  readonly #typedLength: number;
  /** Several terms, one behind the other. */
  readonly phrase: string | undefined;

  constructor(terms: readonly Term[], now: number) {
    this.#terms = terms;
    this.#now = now;
    this.#typedLength = terms.reduce((sum, term) => sum + term.text.length, 0);
    this.phrase = terms.length > 1 ? terms.map(({ text }) => text).join(' ') : undefined;
  }

  of({ text, at }: Pick<Match, 'text' | 'at'>): number {
    const near = this.#terms.reduce((sum, term) => sum + nearness(term, text), 0) / this.#terms.length;
    const isTogether = this.phrase !== undefined && text.loose.includes(this.phrase);
    return this.from({ near, isTogether, length: text.loose.length, at });
  }

  /** Grows with what is near and together, and falls with length and age: of the most there can be it is the most there can be. */
  from({ near, isTogether, length, at }: Merits): number {
    const share = Math.min(1, this.#typedLength / Math.max(1, length));
    const young = 1 / (1 + Math.max(0, this.#now - at) / YEAR_MS);
    return Math.round((near + (isTogether ? 1 : 0) + share + young) * 10_000) / 10_000;
  }

  /** The most that a match can have. */
  most({ length, at }: Pick<Merits, 'length' | 'at'>): number {
    return this.from({ near: NEARNESS.word, isTogether: this.phrase !== undefined, length, at });
  }
}
