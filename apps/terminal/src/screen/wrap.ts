import { widthOf } from '@skein/command-line/safe-text';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Breaks a line at spaces into rows of at most so many columns; a word that is longer is broken where it has to be, never
 * inside a character, be it wide or made of several code points.
 */
export function wrap(line: string, columns: number): string[] {
  if (widthOf(line) <= columns) return [line];
  const rows: string[] = [];
  let row = '';
  let used = 0;
  for (const word of line.split(/(?<= )/)) {
    const width = widthOf(word.trimEnd());
    if (used + width > columns && used > 0) {
      rows.push(row.trimEnd());
      [row, used] = ['', 0];
    }
    if (width <= columns) {
      row += word;
      used += widthOf(word);
      continue;
    }
    for (const piece of cut(word, columns)) {
      if (used > 0) rows.push(row);
      [row, used] = [piece, widthOf(piece)];
    }
  }
  return [...rows, row.trimEnd()];
}

/** A word in pieces of at most so many columns. A character that is wider than a row has one to itself. */
function cut(word: string, columns: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const { segment } of graphemes.segment(word)) {
    const width = widthOf(segment);
    if (used + width > columns && piece !== '') {
      pieces.push(piece);
      [piece, used] = ['', 0];
    }
    piece += segment;
    used += width;
  }
  return [...pieces, piece];
}
