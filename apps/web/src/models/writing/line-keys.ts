import { type Selected, type TextEdit, insertion, lineEnd, lineStart } from './text-edit.ts';

/*
 * What Enter and Tab do in lists and in blocks of code, as people know it from their editors. Everywhere else they are the
 * page's: Enter sends and Tab goes on.
 */

const ITEM = /^(\s*)(?:([-*+])|(\d{1,9})([.)])) +(?:\[[ x]\] +)?/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const CODE_INDENT = '  ';

/** Whether the caret is between the fences of a block of code, be it closed already or not. */
export function isInCode({ text, start }: Selected): boolean {
  let fence: string | undefined;
  for (const line of text.slice(0, lineStart(text, start)).split('\n')) {
    const found = FENCE.exec(line)?.[1];
    if (fence === undefined) fence = found;
    else if (found?.startsWith(fence) && line.trim() === found) fence = undefined;
  }
  // On the fence that closes it, it is over.
  const line = text.slice(lineStart(text, start), lineEnd(text, start)).trim();
  return fence !== undefined && !(line.startsWith(fence) && line === FENCE.exec(line)?.[1]);
}

/** A new line: the next item in a list, as far in as the line before in code. An item without text ends its list. */
export function newLine(selected: Selected): TextEdit {
  const { text, start, end } = selected;
  const from = lineStart(text, start);
  const line = text.slice(from, start);
  if (isInCode(selected)) return insertion(selected, `\n${/^[ \t]*/.exec(line)![0]}`);
  const item = ITEM.exec(line);
  if (!item) return insertion(selected, '\n');
  const [marker, indent = '', bullet, number, point] = item;
  if (marker === line && start === end && lineEnd(text, start) === start) return replaced(from, start, '');
  const next = bullet ?? `${Number(number) + 1}${point}`;
  return insertion(selected, `\n${indent}${next} ${/\[[ x]\]/.test(marker) ? '[ ] ' : ''}`);
}

/** Moves the lines that are selected in or out. @returns undefined where Tab is the page's */
export function moveIn(selected: Selected, isOut: boolean): TextEdit | undefined {
  const { text, start, end } = selected;
  const from = lineStart(text, start);
  const to = lineEnd(text, end);
  const lines = text.slice(from, to).split('\n');
  const isCode = isInCode(selected);
  if (!isCode && !lines.every((line) => ITEM.test(line))) return undefined;
  if (isCode && !isOut && start === end) return insertion(selected, CODE_INDENT);
  const moved = lines.map((line) => {
    const step = stepOf(line);
    return isOut ? line.replace(new RegExp(`^ {1,${step}}`), '') : ' '.repeat(step) + line;
  });
  const insert = moved.join('\n');
  const first = moved[0]!.length - lines[0]!.length;
  const all = insert.length - (to - from);
  return { from, to, insert, start: Math.max(from, start + first), end: Math.max(from, end + all) };
}

/** How far an item has to go in to belong to the one above it. */
function stepOf(line: string): number {
  const number = ITEM.exec(line)?.[3];
  return number === undefined ? 2 : number.length + 2;
}

function replaced(from: number, to: number, insert: string): TextEdit {
  const caret = from + insert.length;
  return { from, to, insert, start: caret, end: caret };
}
