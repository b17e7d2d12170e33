/** A text that somebody writes, and what is selected in it; nothing where both ends are the same. */
export interface Selected {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What takes the place of a part of a text, and what is selected then. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly start: number;
  readonly end: number;
}

/** Replaces what is selected; the caret comes after it. */
export function insertion({ start, end }: Pick<Selected, 'start' | 'end'>, insert: string): TextEdit {
  const caret = start + insert.length;
  return { from: start, to: end, insert, start: caret, end: caret };
}

export function lineStart(text: string, index: number): number {
  return text.lastIndexOf('\n', index - 1) + 1;
}

export function lineEnd(text: string, index: number): number {
  const end = text.indexOf('\n', index);
  return end < 0 ? text.length : end;
}

export function edited(text: string, { from, to, insert }: TextEdit): string {
  return text.slice(0, from) + insert + text.slice(to);
}
