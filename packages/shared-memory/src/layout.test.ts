import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, defineLayout, int32, int32s, nested, ownLine, repeated } from './layout.ts';

test('fields lie one after another, each aligned to its kind', () => {
  const layout = defineLayout({ lock: int32(), frames: bytes(10), counts: int32s(3) });
  assert.deepEqual(layout.byteOffsets, { lock: 0, frames: 8, counts: 20 });
  assert.equal(layout.byteLength, 32);
});

test('a field on its own line shares no cache line', () => {
  const layout = defineLayout({ before: int32(), mine: ownLine(int32()), after: int32() });
  assert.deepEqual(layout.byteOffsets, { before: 0, mine: 64, after: 128 });
  assert.equal(layout.byteLength % 64, 0);
  assert.equal(layout.view(new SharedArrayBuffer(layout.byteLength)).mine.length, 1);
});

test('two views of the same bytes see the same words', () => {
  const layout = defineLayout({ first: int32(), second: int32() });
  const buffer = new SharedArrayBuffer(2 * layout.byteLength);
  Atomics.store(layout.view(buffer, layout.byteLength).second, 0, 7);
  assert.equal(Atomics.load(layout.view(buffer, layout.byteLength).second, 0), 7);
  assert.equal(Atomics.load(layout.view(buffer).second, 0), 0);
});

test('layouts nest and repeat without overlapping', () => {
  const inner = defineLayout({ word: ownLine(int32()), data: bytes(8) });
  const outer = defineLayout({ head: int32(), one: nested(inner), many: repeated(inner, 3) });
  const view = outer.view(new SharedArrayBuffer(outer.byteLength));
  const words = [view.head, view.one.word, ...view.many.map((each) => each.word)];
  words.forEach((word, index) => Atomics.store(word, 0, index + 1));
  for (const { data } of [view.one, ...view.many]) data.fill(255);
  assert.deepEqual(
    words.map((word) => word[0]),
    [1, 2, 3, 4, 5],
  );
});

test('a view that does not fit or is misaligned is refused', () => {
  const layout = defineLayout({ word: ownLine(int32()) });
  assert.throws(() => layout.view(new SharedArrayBuffer(63)), RangeError);
  assert.throws(() => layout.view(new SharedArrayBuffer(128), 128), RangeError);
  assert.throws(() => layout.view(new SharedArrayBuffer(256), 32), RangeError);
  assert.throws(() => bytes(0), RangeError);
});
