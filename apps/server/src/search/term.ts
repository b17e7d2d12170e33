import { fold, foldWithPlaces, loosen, type MappedText } from './folding.ts';
import { gramsOfTerm, isDense, type TermGrams } from './grams.ts';
import { wordsOf, type SearchText } from './search-text.ts';

/** A word or a phrase that is looked for. */
export interface Term {
  readonly text: string;
  /** In the text as it is written, because the term has more than words in it (`c++`); else in its words alone. */
  readonly isLiteral: boolean;
  readonly grams: TermGrams;
  /** As a whole word: at its end, or only at its beginning. */
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
  const [asWord, asBeginning] = [gramsOfTerm(` ${loose} `), gramsOfTerm(` ${loose}`)];
  return { text: isLiteral ? folded : loose, isLiteral, grams: gramsOfTerm(loose), asWord, asBeginning };
}

export function isIn(term: Term, { folded, loose }: SearchText): boolean {
  return (term.isLiteral ? folded : loose).includes(term.text);
}

/** The best of all places where the term stands. */
export function nearness(term: Term, { folded, loose }: SearchText): number {
  const text = term.isLiteral ? folded : loose;
  let best: number = NEARNESS.none;
  for (let at = text.indexOf(term.text); at !== -1; at = text.indexOf(term.text, at + 1)) {
    const begins = isEdge(text, at);
    const ends = isEdge(text, at + term.text.length);
    best = Math.max(best, begins && ends ? NEARNESS.word : begins ? NEARNESS.beginning : NEARNESS.inside);
    if (best === NEARNESS.word) return best;
  }
  return best;
}

/** Between words; Chinese, Japanese and Korean write none, so any place between their characters may be one. */
function isEdge(text: string, at: number): boolean {
  const before = text[at - 1];
  const after = text[at];
  return (
    before === undefined ||
    after === undefined ||
    !isOfWord(before) ||
    !isOfWord(after) ||
    isDense(before) ||
    isDense(after)
  );
}

function isOfWord(unit: string): boolean {
  return /[\p{L}\p{N}\p{M}\p{Cs}]/u.test(unit);
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
