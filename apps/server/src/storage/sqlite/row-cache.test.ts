import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RowCache } from './row-cache.ts';

function cacheOf(limit: number) {
  const saved: string[] = [];
  return { saved, cache: new RowCache<string>({ save: (row) => saved.push(row), limit }) };
}

test('a row that changed often is saved once, as it is at last, and not again with the next commit', () => {
  const { saved, cache } = cacheOf(10);
  cache.keep('a', 'a0');
  cache.keep('b', 'b0');
  for (const version of ['a1', 'a2', 'a3']) cache.put('a', version);
  cache.save();
  cache.committed();
  assert.deepEqual(saved, ['a3']);
  cache.put('b', 'b1');
  cache.save();
  assert.deepEqual(saved, ['a3', 'b1']);
});

test('rows beyond the limit are forgotten, but none before it is committed', () => {
  const { saved, cache } = cacheOf(2);
  for (const key of ['a', 'b', 'c']) cache.put(key, key);
  assert.equal(cache.get('a'), 'a');
  cache.save();
  assert.deepEqual(saved, ['a', 'b', 'c']);
  cache.committed();
  assert.deepEqual(
    ['a', 'b', 'c'].map((key) => cache.get(key)),
    [undefined, undefined, undefined],
  );
  cache.put('a', 'a1');
  cache.committed();
  assert.equal(cache.get('a'), 'a1');
});

test('what was dropped is neither known nor saved', () => {
  const { saved, cache } = cacheOf(10);
  cache.keep('a', 'a0');
  cache.put('b', 'b1');
  cache.drop();
  cache.save();
  assert.deepEqual([cache.get('a'), cache.get('b'), saved], [undefined, undefined, []]);
});
