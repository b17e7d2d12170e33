// What people type into the search, the same for page, server and bots:
//
//   word             messages with this in it, anywhere in a word
//   "two words"      with exactly this in it; the closing quote may still be missing
//   from:ada         by whom: a login name, or me      in:lobby       in which room
//   before:2026-03   before that day, month or year    after:2026-03  from then on; also today and yesterday
//   has:link         link, code, file or image
//   -word            without it; so with everything above
//
// What looks like none of this is a word: http://example.org is one.

export const SEARCH_KEYS = ['from', 'in', 'has', 'before', 'after'] as const;
export type SearchKey = (typeof SEARCH_KEYS)[number];

export const SEARCH_FEATURES = ['link', 'code', 'file', 'image'] as const;
export type SearchFeature = (typeof SEARCH_FEATURES)[number];

export const SEARCH_LIMITS = {
  /** UTF-16 units of all that is typed. */
  length: 500,
  /** Words, phrases and operators that count; more are left out. */
  parts: 24,
} as const;

interface Part {
  /** What stands there, without quotes and operator. Empty while it is still being typed. */
  readonly text: string;
  /** A `-` stands before it. */
  readonly not: boolean;
  /** Where it stands, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}
export type SearchTerm = Part & { readonly kind: 'term'; readonly phrase: boolean };
export type SearchFilter = Part & {
  readonly kind: 'filter';
  readonly key: SearchKey;
  /** The text says nothing that this operator knows. */
  readonly fault: boolean;
};
export type SearchPart = SearchTerm | SearchFilter;

const PART = /(-?)(?:(from|in|has|before|after):)?(?:["“”„]([^"“”„]*)["“”„]?|(\S+))/giu;
const EMPTY_FILTER = /(-?)(from|in|has|before|after):(?=\s|$)/giu;
const DATE = /^(?:today|yesterday|[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)$/i;

/** The parts in their order. Never fails: what is half typed or wrong says so. */
export function parseSearch(typed: string): SearchPart[] {
  return [...pieces(typed)].slice(0, SEARCH_LIMITS.parts);
}

function* pieces(typed: string): Generator<SearchPart> {
  const text = typed.slice(0, SEARCH_LIMITS.length);
  const empty = new Map([...text.matchAll(EMPTY_FILTER)].map((match) => [match.index, match]));
  let at = 0;
  while (at < text.length) {
    if (/\s/u.test(text[at]!)) {
      at++;
      continue;
    }
    const match = empty.get(at) ?? matchAt(text, at);
    if (!match) return;
    const end = at + match[0].length;
    yield toPart(match, at, end);
    at = end;
  }
}

function matchAt(text: string, at: number): RegExpMatchArray | null {
  const pattern = new RegExp(PART.source, 'iuy');
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function toPart(match: RegExpMatchArray, start: number, end: number): SearchPart {
  const [, minus, key, quoted, bare] = match;
  const place = { text: (quoted ?? bare ?? '').trim(), not: minus === '-', start, end };
  if (key === undefined) return { kind: 'term', ...place, phrase: quoted !== undefined };
  const known = key.toLowerCase() as SearchKey;
  return { kind: 'filter', key: known, ...place, fault: isFaulty(known, place.text) };
}

function isFaulty(key: SearchKey, text: string): boolean {
  if (text === '') return false;
  if (key === 'has') return !(SEARCH_FEATURES as readonly string[]).includes(text.toLowerCase());
  return (key === 'before' || key === 'after') && !DATE.test(text);
}
