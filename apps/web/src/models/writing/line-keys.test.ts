import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInCode, moveIn, newLine } from './line-keys.ts';
import { type Selected, type TextEdit, edited } from './text-edit.ts';

/** `|` is the caret, two of them the ends of what is selected. */
function selected(marked: string): Selected {
  const start = marked.indexOf('|');
  const end = marked.lastIndexOf('|');
  return { text: marked.replaceAll('|', ''), start, end: end > start ? end - 1 : start };
}

function shown({ text }: Selected, edit: TextEdit | undefined): string | undefined {
  if (!edit) return undefined;
  const after = edited(text, edit);
  if (edit.start === edit.end) return `${after.slice(0, edit.start)}|${after.slice(edit.start)}`;
  return `${after.slice(0, edit.start)}|${after.slice(edit.start, edit.end)}|${after.slice(edit.end)}`;
}

const afterNewLine = (marked: string): string | undefined => shown(selected(marked), newLine(selected(marked)));
const afterTab = (marked: string): string | undefined => shown(selected(marked), moveIn(selected(marked), false));
const afterShiftTab = (marked: string): string | undefined => shown(selected(marked), moveIn(selected(marked), true));

test('a new line in a list is its next item', () => {
  assert.equal(afterNewLine('- wool|'), '- wool\n- |');
  assert.equal(afterNewLine('  * wo|ol'), '  * wo\n  * |ol');
  assert.equal(afterNewLine('9. ninth|'), '9. ninth\n10. |');
  assert.equal(afterNewLine('- [x] done|'), '- [x] done\n- [ ] |');
  assert.equal(afterNewLine('wool|'), 'wool\n|');
});

test('a new line in an item without text ends the list', () => {
  assert.equal(afterNewLine('- wool\n- |'), '- wool\n|');
  assert.equal(afterNewLine('1. wool\n2. |'), '1. wool\n|');
});

test('a new line in code is as far in as the one before', () => {
  assert.equal(afterNewLine('```\n  if (a)|'), '```\n  if (a)\n  |');
  assert.equal(afterNewLine('```\n- no item|'), '```\n- no item\n|');
});

test('Tab moves items and code in, Shift and Tab out, and elsewhere it is the page’s', () => {
  assert.equal(afterTab('- wool|'), '  - wool|');
  assert.equal(afterTab('1. wool|'), '   1. wool|');
  assert.equal(afterShiftTab('   - wool|'), ' - wool|');
  assert.equal(afterTab('- |a\n- b|'), '  - |a\n  - b|');
  assert.equal(afterTab('```\nab|c'), '```\nab  |c');
  assert.equal(afterTab('```\n|a\nb|'), '```\n  |a\n  b|');
  assert.equal(afterShiftTab('```\n    a|'), '```\n  a|');
  assert.equal(afterTab('wool|'), undefined);
  assert.equal(afterTab('- wool\nno |item'), undefined);
});

test('code is what is between fences, whether they are closed yet or not', () => {
  assert.equal(isInCode(selected('```js\na|')), true);
  assert.equal(isInCode(selected('```\na|\n```')), true);
  assert.equal(isInCode(selected('```|')), false);
  assert.equal(isInCode(selected('```\na\n```|')), false);
  assert.equal(isInCode(selected('```\na\n```\nb|')), false);
  assert.equal(isInCode(selected('````\n```\na|')), true);
});
