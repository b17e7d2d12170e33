import { linkify } from './linkify.ts';
import type { Inline } from './markup.ts';

/** A mention as it is sent: an account's id, or `here` or `room`. */
const MENTION = /<@([0-9A-Za-z_-]{1,40})>/g;

/** Text without Markdown: as it was typed, with its links and mentions. */
export function plainText(text: string): readonly Inline[] {
  const pieces: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(MENTION)) {
    addLinked(pieces, text.slice(end, match.index));
    pieces.push({ t: 'mention', id: match[1]! });
    end = match.index + match[0].length;
  }
  addLinked(pieces, end === 0 ? text : text.slice(end));
  return pieces;
}

function addLinked(pieces: Inline[], text: string): void {
  for (const { text: piece, href } of linkify(text)) {
    const node: Inline = { t: 'text', text: piece };
    pieces.push(href === undefined ? node : { t: 'link', href, children: [node] });
  }
}
