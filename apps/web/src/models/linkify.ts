/** A piece of a message: text as typed, and where it leads if it is a link. The texts joined are the message again. */
export interface TextPiece {
  readonly text: string;
  readonly href?: string;
}

/** Characters that never belong to a link: spaces, quotes, brackets that enclose, and what turns the direction of text. */
const CANDIDATE = /\bhttps?:\/\/[^\s<>"`\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/giu;
const TRAILING = /[.,;:!?'’”»…。、，]+$/u;
const BRACKETS: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
];

/** Finds the http and https links in a message. Nothing else is a link, and nothing is ever markup. */
export function linkify(body: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of body.matchAll(CANDIDATE)) {
    const text = withoutTrailing(match[0]);
    const href = webAddress(text);
    if (href === undefined) continue;
    if (match.index > end) pieces.push({ text: body.slice(end, match.index) });
    pieces.push({ text, href });
    end = match.index + text.length;
  }
  if (end < body.length) pieces.push({ text: body.slice(end) });
  return pieces;
}

/** The full stop after a link belongs to the sentence, and so does a bracket that was opened before the link. */
function withoutTrailing(candidate: string): string {
  let text = candidate;
  for (;;) {
    let shorter = text.replace(TRAILING, '');
    for (const [open, close] of BRACKETS) {
      if (shorter.endsWith(close) && count(shorter, close) > count(shorter, open)) shorter = shorter.slice(0, -1);
    }
    if (shorter === text) return text;
    text = shorter;
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function webAddress(text: string): string | undefined {
  const url = URL.parse(text);
  return url && (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== '' ? url.href : undefined;
}
