import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FairQueue } from './fair-queue.ts';

function drain(queue: FairQueue<string, string>): string {
  let all = '';
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) all += `${item} `;
  return all.trim();
}

test('sources are served in turn, each in its own order', () => {
  const queue = new FairQueue<string, string>(10);
  for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) assert.equal(queue.push(item[0]!, item), undefined);
  assert.equal(drain(queue), 'a1 b1 c1 a2 b2 a3');
  assert.equal(queue.size, 0);
});

test('a full queue takes nothing more from the source that filled it', () => {
  const queue = new FairQueue<string, string>(2);
  queue.push('a', 'a1');
  queue.push('a', 'a2');
  assert.equal(queue.push('a', 'a3'), 'a3');
  assert.equal(drain(queue), 'a1 a2');
});

test('a source with fewer waiting pushes out the newest of the one with the most', () => {
  const queue = new FairQueue<string, string>(4);
  for (const item of ['a1', 'a2', 'a3', 'a4']) queue.push('a', item);
  assert.equal(queue.push('b', 'b1'), 'a4');
  assert.equal(queue.push('b', 'b2'), 'a3');
  assert.equal(queue.push('b', 'b3'), 'b3', 'it has as many by now');
  assert.equal(queue.size, 4);
  assert.equal(drain(queue), 'a1 b1 a2 b2');
});

test('what a source that is gone had waiting is dropped, and makes room', () => {
  const queue = new FairQueue<string, string>(3);
  for (const item of ['a1', 'b1', 'a2']) queue.push(item[0]!, item);
  assert.deepEqual(queue.drop('a'), ['a1', 'a2']);
  assert.deepEqual(queue.drop('a'), []);
  assert.equal(queue.size, 1);
  assert.equal(drain(queue), 'b1');
});

test('a queue of no room refuses everything', () => {
  assert.equal(new FairQueue<string, string>(0).push('a', 'a1'), 'a1');
});
