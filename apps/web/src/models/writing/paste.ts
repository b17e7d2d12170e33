import { type Selected, type TextEdit, insertion } from './text-edit.ts';

const MANY_CHARACTERS = 1_200;
const MANY_LINES = 12;

/** An address pasted onto words makes them its link. @returns undefined where a paste is what it is anywhere */
export function pasteOnto(selected: Selected, pasted: string): TextEdit | undefined {
  const address = pasted.trim();
  const words = selected.text.slice(selected.start, selected.end);
  if (words.trim() === '' || /[\n[\]]/.test(words) || !isAddress(address) || isAddress(words.trim())) return undefined;
  return insertion(selected, `[${words}](${address.replaceAll('(', '%28').replaceAll(')', '%29')})`);
}

/** Whether what was pasted is so long, or so much like a program, that it is better read as a block of code. */
export function looksLikeCode(pasted: string): boolean {
  const lines = pasted.split('\n');
  if (lines.length < 3) return false;
  if (/^ {0,3}(?:```|~~~)/m.test(pasted)) return false;
  const telling = lines.filter((line) => /^(?:\t| {2,})\S|[{};]\s*$|=>|^\s*[<>$#]/.test(line)).length;
  return telling >= lines.length / 3 || lines.length >= MANY_LINES || pasted.length >= MANY_CHARACTERS;
}

/** The part of a text between two places as a block of code, on lines of its own. */
export function asCodeBlock(text: string, from: number, to: number): TextEdit {
  const code = text.slice(from, to).replace(/\n$/, '');
  const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
  const before = from > 0 && text[from - 1] !== '\n' ? '\n' : '';
  const after = to < text.length && text[to] !== '\n' ? '\n' : '';
  const insert = `${before}${fence}\n${code}\n${fence}${after}`;
  return { from, to, insert, start: from + insert.length, end: from + insert.length };
}

function isAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);
}

function longestRun(code: string): number {
  return Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length));
}
