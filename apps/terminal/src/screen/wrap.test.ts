import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widthOf } from '@skein/command-line/safe-text';
import { wrap } from './wrap.ts';

test('lines break at spaces, and a longer word where it has to', () => {
  assert.deepEqual(wrap('', 10), ['']);
  assert.deepEqual(wrap('ten letters', 11), ['ten letters']);
  assert.deepEqual(wrap('one two three four', 9), ['one two', 'three', 'four']);
  assert.deepEqual(wrap('a verylongwordindeed b', 8), ['a', 'verylong', 'wordinde', 'ed b']);
});

test('wide characters take two columns, and what belongs together is not torn apart', () => {
  assert.deepEqual(wrap('一二三四五', 4), ['一二', '三四', '五']);
  assert.deepEqual(wrap('一二三四五', 5), ['一二', '三四', '五']);
  const family = '👩‍👩‍👧';
  const accented = 'e\u0301';
  assert.deepEqual(wrap(family.repeat(3), 4), [family.repeat(2), family]);
  assert.deepEqual(wrap(accented.repeat(5), 2), [accented.repeat(2), accented.repeat(2), accented]);
});

test('no row is wider than asked, and nothing is lost, for whatever is written', () => {
  const line = `plain words 一二三 ${'👩‍👩‍👧'.repeat(4)} e\u0301tude ${'x'.repeat(30)} مرحبا`;
  for (let columns = 2; columns < 60; columns++) {
    const rows = wrap(line, columns);
    for (const row of rows) assert.ok(widthOf(row) <= columns, `${columns}: ${row}`);
    assert.equal(rows.join('').replaceAll(' ', ''), line.replaceAll(' ', ''));
  }
});
