import { fold, foldWithPlaces, loosen, type MappedText } from './folding.ts';
import { gramsOfTerm, isDense, type TermGrams } from './grams.ts';
import { wordsOf, type SearchText } from './search-text.ts';

/** A word or a phrase that is looked for. */
export interface Term {
  readonly text: string;
  /** In the text as it is written, because the term has more than words in it (`c++`); else in its words alone. */
  readonly isLiteral: boolean;
  readonly grams: TermGrams;
  /** Whether it begins, or ends, a word wherever it stands: Chinese, Japanese and Korean write no spaces, nor does 5€ or c++. */
  readonly isOpen: { readonly before: boolean; readonly after: boolean };
  /** What every text has where it is a whole word, or only the beginning of one. */
  readonly asWord: TermGrams;
  readonly asBeginning: TermGrams;
}

/** How near a text comes to a term: the same word, a word that begins with it, or somewhere in one. */
export const NEARNESS = { word: 3, beginning: 2, inside: 1, none: 0 } as const;

/** undefined where nothing is left to look for, such as of `?!`. */
export function toTerm(typed: string): Term | undefined {
  const folded = fold(typed);
  const loose = loosen(folded);
  if (loose === '') return undefined;
  const isLiteral = folded !== loose;
  const text = isLiteral ? folded : loose;
  // What is written around words is a space among them, so a term that begins with such a sign is asked for with one.
  const [before, after] = [isWordOfItsOwn([...loose][0]!) ? '' : ' ', isWordOfItsOwn([...loose].at(-1)!) ? '' : ' '];
  return {
    text,
    isLiteral,
    grams: gramsOfTerm(loose),
    isOpen: { before: before === '' || isBetweenWords(text[0]), after: after === '' || isBetweenWords(text.at(-1)) },
    asWord: gramsOfTerm(before + loose + after),
    asBeginning: gramsOfTerm(before + loose),
  };
}

export function isIn(term: Term, { folded, loose }: SearchText): boolean {
  return (term.isLiteral ? folded : loose).includes(term.text);
}

/** The best of all places where the term stands. */
export function nearness(term: Term, { folded, loose }: SearchText): number {
  const text = term.isLiteral ? folded : loose;
  let best: number = NEARNESS.none;
  for (let at = text.indexOf(term.text); at !== -1; at = text.indexOf(term.text, at + 1)) {
    const begins = term.isOpen.before || isBetweenWords(text[at - 1]);
    const ends = term.isOpen.after || isBetweenWords(text[at + term.text.length]);
    best = Math.max(best, begins && ends ? NEARNESS.word : begins ? NEARNESS.beginning : NEARNESS.inside);
    if (best === NEARNESS.word) return best;
  }
  return best;
}

/** A character that needs no space around it: of Chinese, Japanese or Korean, or a sign. */
function isWordOfItsOwn(character: string): boolean {
  return isDense(character) || !/[\p{L}\p{N}\p{M}]/u.test(character);
}

/** Whether this unit is none of those that `loosen` keeps; halves of a pair count as kept. */
function isBetweenWords(unit: string | undefined): boolean {
  if (unit === undefined || unit === ' ') return true;
  return !/[\p{L}\p{N}\p{M}\p{So}\p{Sc}\p{Cs}]/u.test(unit);
}

/** Where terms stand in a body, in UTF-16 units, in order and apart from each other. */
export function rangesOf(terms: readonly Term[], body: string): [start: number, end: number][] {
  const mapped = new Map<boolean, MappedText>();
  const found: [number, number][] = [];
  for (const { text, isLiteral } of terms) {
    const inBody = mapped.get(isLiteral) ?? foldWithPlaces(wordsOf(body), { loose: !isLiteral });
    mapped.set(isLiteral, inBody);
    for (let at = inBody.text.indexOf(text); at !== -1; at = inBody.text.indexOf(text, at + text.length)) {
      found.push([inBody.starts[at]!, inBody.ends[at + text.length - 1]!]);
    }
  }
  const ranges: [number, number][] = [];
  for (const range of found.sort(([left], [right]) => left - right)) {
    const last = ranges.at(-1);
    if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else ranges.push(range);
  }
  return ranges;
}
