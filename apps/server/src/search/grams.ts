// An index of pieces ("grams") of a loosened text finds any substring. Of each place in the text it keeps the piece of three
// characters that begins there, or of two where it begins with a character of Chinese, Japanese or Korean, whose words are as
// short as that; a piece ends with the first space. A space stands around the whole text, so that a piece says too where a
// word begins or ends:
//
//   "he is 北京人" → " he" "he " "e " " is" "is " "s " " 北" "北京" "京人" "人 "
//
// Whatever has a term in it has every whole piece of the term. A term that is too short for one is looked up by how pieces begin.

const DENSE = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}]/u;
const FIRST_DENSE = 0x1100;

/** How a term finds its candidates: texts with all of `whole`, or, without any, with a piece that begins with `beginning`. */
export interface TermGrams {
  readonly whole: readonly string[];
  readonly beginning: string;
}

/** Calls back for every piece of a loosened text, repeated ones too. */
export function forEachGram(loose: string, take: (gram: string) => void): void {
  if (loose === '') return;
  const text = ` ${loose} `;
  for (let start = 0; start < text.length - 1; start = next(text, start)) take(pieceAt(text, start).gram);
}

export function gramsOfTerm(loose: string): TermGrams {
  const whole = new Set<string>();
  let beginning = '';
  for (let start = 0; start < loose.length; start = next(loose, start)) {
    const { gram, isWhole } = pieceAt(loose, start);
    if (isWhole) whole.add(gram);
    else if (gram.length > beginning.length) beginning = gram;
  }
  return { whole: [...whole], beginning };
}

/** The least text above all that begin with this one, as the index orders them. */
export function beyond(beginning: string): string {
  return `${beginning}\u{10ffff}`;
}

export function isDense(character: string): boolean {
  return character.codePointAt(0)! >= FIRST_DENSE && DENSE.test(character);
}

function pieceAt(text: string, start: number): { gram: string; isWhole: boolean } {
  const code = text.charCodeAt(start);
  const size = code >= FIRST_DENSE && isDense(String.fromCodePoint(text.codePointAt(start)!)) ? 2 : 3;
  let end = start;
  for (let count = 0; count < size; count++) {
    if (end >= text.length) return { gram: text.slice(start), isWhole: false };
    const isSpace = text.charCodeAt(end) === SPACE;
    end = next(text, end);
    if (isSpace && count > 0) break;
  }
  return { gram: text.slice(start, end), isWhole: true };
}

const SPACE = 32;

function next(text: string, index: number): number {
  const code = text.charCodeAt(index);
  const isPair = code >= 0xd800 && code < 0xdc00 && index + 1 < text.length;
  return index + (isPair ? 2 : 1);
}
