import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineEditor } from './line-editor.ts';

function typed(text: string): LineEditor {
  const editor = new LineEditor();
  editor.insert(text);
  return editor;
}

test('it moves and deletes by what a person takes for characters', () => {
  const editor = typed('a👩‍👩‍👧e\u0301');
  editor.deleteBefore();
  assert.equal(editor.text, 'a👩‍👩‍👧');
  editor.move(-1);
  editor.insert('一');
  assert.equal(editor.text, 'a一👩‍👩‍👧');
  editor.deleteAfter();
  assert.equal(editor.text, 'a一');
});

test('an accent that is typed belongs to the character before it', () => {
  const editor = typed('e');
  editor.insert('\u0301');
  editor.deleteBefore();
  assert.equal(editor.text, '');
});

test('words and ends', () => {
  const editor = typed('one two  three');
  editor.deleteWordBefore();
  assert.equal(editor.text, 'one two  ');
  editor.moveWord(-1);
  editor.deleteToEnd();
  assert.equal(editor.text, 'one ');
  editor.toStart();
  editor.insert('> ');
  editor.deleteToStart();
  assert.equal(editor.text, 'one ');
});

test('what was sent comes back, and nothing comes before the first', () => {
  const editor = typed('first');
  assert.equal(editor.take(), 'first');
  editor.insert('second');
  editor.take();
  editor.recall(-1);
  assert.equal(editor.text, 'second');
  editor.recall(-1);
  editor.recall(-1);
  assert.equal(editor.text, 'first');
  editor.recall(1);
  editor.recall(1);
  assert.equal(editor.text, '');
});

test('the cursor is always in view, also among wide characters', () => {
  const editor = typed('一二三四五六七八九十');
  for (let columns = 3; columns < 30; columns++) {
    const { cursor, text } = editor.view(columns);
    assert.ok(cursor < columns, `${cursor} of ${columns}`);
    assert.ok('一二三四五六七八九十'.endsWith(text));
  }
  editor.toStart();
  assert.deepEqual(editor.view(5), { text: '一二', cursor: 0 });
  assert.equal(typed('two\nlines').view(20).text, 'two⏎lines');
});
