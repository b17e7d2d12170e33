// What makes texts equal to a search: NFKC (full-width and half-width, ligatures), case, accents of alphabets, Arabic and Hebrew
// vowel points, straight and curly quotes. Marks that carry a word's letters stay: Indic and Thai vowels, Japanese voicing.

/** Characters that no decomposition reaches. */
const LOOK_LIKE: Readonly<Record<string, string>> = {
  ς: 'σ',
  ø: 'o',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '„': '"',
};
const LOOK_ALIKES = new RegExp(`[${Object.keys(LOOK_LIKE).join('')}]`, 'gu');
/** Accents; points of Hebrew and Arabic and the Arabic stretch; and what shows nothing. */
const DROPPED =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\p{Default_Ignorable_Code_Point}]|\u0640/gu;
const ASCII = /^[\0-\x7f]*$/;
const SPACES = /\s+/gu;
const ASCII_SEPARATORS = /[^a-z0-9$]+/g;
/** Everything but letters, digits, marks, signs and emoji. */
const SEPARATORS = /[^\p{L}\p{N}\p{M}\p{So}\p{Sc}]+/gu;

/** White space is one space, with none at either end. */
export function fold(text: string): string {
  return foldPiece(text).replaceAll(SPACES, ' ').trim();
}

/** Of what was folded: words with one space between them, without what is written around them. `**Hi**, you` is `hi you`. */
export function loosen(folded: string): string {
  return folded.replaceAll(ASCII.test(folded) ? ASCII_SEPARATORS : SEPARATORS, ' ').trim();
}

/** Folding without a look at spaces: that of a text is that of its grapheme clusters, one behind the other. */
function foldPiece(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll(DROPPED, '')
    .replaceAll(LOOK_ALIKES, (character) => LOOK_LIKE[character]!)
    .normalize('NFC');
}

/** A folded text and, for each of its UTF-16 units, where in the original the cluster it comes from begins and ends. */
export interface MappedText {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const clusters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** As `fold`, or `loosen` of that, but slower and with the way back. For what is shown, not for what is searched. */
export function foldWithPlaces(original: string, { loose }: { loose: boolean }): MappedText {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  let gap: { start: number; end: number } | undefined;
  const separator = loose ? /[^\p{L}\p{N}\p{M}\p{So}\p{Sc}]/u : /\s/u;
  for (const { segment, index } of clusters.segment(original)) {
    const place = { start: index, end: index + segment.length };
    for (const unit of unitsOf(foldPiece(segment))) {
      if (separator.test(unit)) {
        gap ??= place;
        continue;
      }
      if (gap && text !== '') push(' ', gap);
      gap = undefined;
      push(unit, place);
    }
  }
  return { text, starts, ends };

  function push(unit: string, { start, end }: { start: number; end: number }): void {
    text += unit;
    for (let index = 0; index < unit.length; index++) {
      starts.push(start);
      ends.push(end);
    }
  }
}

/** Code points, and lone surrogates as they are. */
function unitsOf(text: string): Iterable<string> {
  return text;
}
