import stringWidth from 'string-width';

// Names and texts come from strangers, and a terminal obeys what it is shown: escape sequences move the cursor, retitle
// the window, or answer as if typed. Nothing of that passes here.

// Controls, format characters (which also turn the direction of a line), line ends, halves of pairs. The two joiners
// stay: emoji and Persian are written with them.
const UNSAFE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One line that a terminal shows as it is: `\x1b` for what could do something. */
export function safeText(text: string): string {
  return text.replace(UNSAFE, escapeCharacter).replace(PILED_MARKS, '$1');
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/** Columns that a text takes; wide characters take two. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** Cut to a number of columns, with … where something is missing. */
export function clip(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  if (columns < 1) return '';
  let clipped = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += widthOf(segment);
    if (used > columns - 1) break;
    clipped += segment;
  }
  return `${clipped}…`;
}

/** Exactly this many columns. */
export function fit(text: string, columns: number, side: 'left' | 'right'): string {
  const clipped = clip(text, columns);
  const padding = ' '.repeat(Math.max(0, columns - widthOf(clipped)));
  return side === 'left' ? clipped + padding : padding + clipped;
}
