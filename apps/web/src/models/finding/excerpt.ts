import { withNames } from '@skein/protocol/mention-text';

type Range = readonly [start: number, end: number];

export interface Excerpt {
  readonly text: string;
  readonly ranges: readonly Range[];
}

const MOST = 260;
/** Before the first place that was found. */
const BEFORE = 70;

/**
 * What was found in a body, in its plain words: each place is looked for behind the one before. Where it is found in the marks
 * alone, such as the address of a link, the body stays as it is.
 * @param plain the body on one line and without its marks
 */
export function foundInWords(body: string, ranges: readonly Range[], plain: string): Excerpt {
  // Before places are looked for: what is looked for may be in `@room`.
  const words = withNames(plain, () => undefined);
  const places: Range[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    const found = body.slice(start, end).replaceAll(/\s+/gu, ' ');
    const place = words.indexOf(found, at);
    if (place < 0) continue;
    at = place + found.length;
    places.push([place, at]);
  }
  return places.length === 0 && ranges.length > 0 ? { text: body, ranges } : { text: words, ranges: places };
}

/**
 * The part of a message that shows what was found in it, in one line: mentions by name, and dots where it is cut.
 * @param ranges places in the body, in UTF-16 units, in order and apart
 */
export function excerptOf(body: string, ranges: readonly Range[], nameOf: (id: string) => string | undefined): Excerpt {
  const from = cutBefore(body, ranges[0]?.[0] ?? 0);
  const to = cutAfter(body, from + MOST);
  const pieces: string[] = from > 0 ? ['…'] : [];
  const moved: Range[] = [];
  let length = from > 0 ? 1 : 0;
  const add = (text: string): void => {
    pieces.push(text);
    length += text.length;
  };
  let at = from;
  for (const [start, end] of ranges) {
    if (start < at || end > to) continue;
    add(readable(body.slice(at, start), nameOf));
    const begins = length;
    add(oneLine(body.slice(start, end)));
    moved.push([begins, length]);
    at = end;
  }
  add(readable(body.slice(at, to), nameOf));
  if (to < body.length) add('…');
  return { text: pieces.join(''), ranges: moved };
}

/** At the beginning of a word, some way before the place. */
function cutBefore(body: string, place: number): number {
  if (place <= BEFORE) return 0;
  const space = body.slice(0, place - BEFORE / 2).lastIndexOf(' ');
  return whole(body, Math.max(space + 1, place - BEFORE));
}

function cutAfter(body: string, most: number): number {
  if (body.length <= most) return body.length;
  const space = body.lastIndexOf(' ', most);
  return whole(body, space > most - BEFORE ? space : most);
}

/** Not between the halves of a character. */
function whole(body: string, index: number): number {
  const isHalf = /[\udc00-\udfff]/.test(body[index] ?? '');
  return isHalf ? index - 1 : index;
}

function readable(text: string, nameOf: (id: string) => string | undefined): string {
  return oneLine(withNames(text, nameOf));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s/gu, ' ');
}
