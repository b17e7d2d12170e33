/** A piece of a message: text as typed, and where it leads if it is a link. The texts joined are the message again. */
export interface TextPiece {
  readonly text: string;
  readonly href?: string;
}

/** Characters that never belong to a link: spaces, quotes, brackets that enclose, and what turns the direction of text. */
const CANDIDATE = /\bhttps?:\/\/[^\s<>"`\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/giu;
const CANDIDATE_HERE = new RegExp(`^${CANDIDATE.source}`, 'iu');
const TRAILING: ReadonlySet<string> = new Set(".,;:!?'’”»…。、，");
const CLOSE_BY_OPEN: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const CLOSING: ReadonlySet<string> = new Set(CLOSE_BY_OPEN.values());

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

/** The link that begins exactly here, if one does. */
export function linkAt(body: string, index: number): Required<TextPiece> | undefined {
  const [candidate] = CANDIDATE_HERE.exec(body.slice(index)) ?? [];
  const text = candidate && withoutTrailing(candidate);
  const href = text && webAddress(text);
  return href ? { text, href } : undefined;
}

/**
 * The full stop after a link belongs to the sentence, and so does a bracket that was opened before the link. One walk from
 * the end, because a message can be made of nothing else.
 */
function withoutTrailing(candidate: string): string {
  const surplus = new Map<string, number>();
  for (const character of candidate) {
    const close = CLOSE_BY_OPEN.get(character);
    if (close !== undefined) surplus.set(close, (surplus.get(close) ?? 0) - 1);
    else if (CLOSING.has(character)) surplus.set(character, (surplus.get(character) ?? 0) + 1);
  }
  let end = candidate.length;
  for (; end > 0; end--) {
    const last = candidate[end - 1]!;
    const excess = surplus.get(last) ?? 0;
    if (excess > 0) surplus.set(last, excess - 1);
    else if (!TRAILING.has(last)) break;
  }
  return candidate.slice(0, end);
}

function webAddress(text: string): string | undefined {
  const url = URL.parse(text);
  return url && (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== '' ? url.href : undefined;
}
