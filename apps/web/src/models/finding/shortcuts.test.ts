import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words } from '../../words/words.ts';
import { type PressedKey, SHORTCUTS, shortcutOf } from './shortcuts.ts';

const press = (key: string, held: Partial<PressedKey> = {}): PressedKey => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held,
});

test('a key finds its shortcut, with Ctrl as with the command key', () => {
  const reading = { isWriting: false };
  assert.equal(shortcutOf(press('k', { ctrlKey: true }), reading), 'switcher');
  assert.equal(shortcutOf(press('K', { metaKey: true }), reading), 'switcher');
  assert.equal(shortcutOf(press('F', { ctrlKey: true, shiftKey: true }), reading), 'search');
  assert.equal(shortcutOf(press('/'), reading), 'search');
  assert.equal(shortcutOf(press('?', { shiftKey: true }), reading), 'sheet');
  assert.equal(shortcutOf(press('ArrowUp', { altKey: true }), reading), 'above');
});

test('what the browser has, and what is written, is left alone', () => {
  assert.equal(shortcutOf(press('f', { ctrlKey: true }), { isWriting: false }), undefined);
  assert.equal(shortcutOf(press('k'), { isWriting: false }), undefined);
  assert.equal(shortcutOf(press('Enter'), { isWriting: false }), undefined);
  assert.equal(shortcutOf(press('/'), { isWriting: true }), undefined);
  assert.equal(shortcutOf(press('?', { shiftKey: true }), { isWriting: true }), undefined);
  assert.equal(shortcutOf(press('k', { ctrlKey: true }), { isWriting: true }), 'switcher');
});

test('every shortcut is explained, and none twice in its group', () => {
  assert.deepEqual(Object.keys(words.shortcuts).toSorted(), Object.keys(SHORTCUTS).toSorted());
  const keys = Object.values(SHORTCUTS).flatMap(({ group, keys }) => keys.map((key) => `${group} ${key}`));
  assert.equal(new Set(keys).size, keys.length);
});
