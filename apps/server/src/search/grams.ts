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
  for (let start = 0; start < text.length - 1; start = next(text, start)) {
    const end = endOfPiece(text, start);
    take(text.slice(start, end === CUT_OFF ? text.length : end));
  }
}

export function gramsOfTerm(loose: string): TermGrams {
  const whole = new Set<string>();
  let beginning = '';
  for (let start = 0; start < loose.length; start = next(loose, start)) {
    const end = endOfPiece(loose, start);
    if (end !== CUT_OFF) whole.add(loose.slice(start, end));
    else if (loose.length - start > beginning.length) beginning = loose.slice(start);
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

/** Where the piece that begins here ends, or `CUT_OFF` where the text ends before it. */
function endOfPiece(text: string, start: number): number {
  const code = text.charCodeAt(start);
  const size = code >= FIRST_DENSE && isDense(String.fromCodePoint(text.codePointAt(start)!)) ? 2 : 3;
  let end = start;
  for (let count = 0; count < size; count++) {
    if (end >= text.length) return CUT_OFF;
    const isSpace = text.charCodeAt(end) === SPACE;
    end = next(text, end);
    if (isSpace && count > 0) break;
  }
  return end;
}

const CUT_OFF = -1;
const SPACE = 32;

function next(text: string, index: number): number {
  const code = text.charCodeAt(index);
  const isPair = code >= 0xd800 && code < 0xdc00 && index + 1 < text.length;
  return index + (isPair ? 2 : 1);
}
