import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PostingOrder } from './posting-order.ts';

const later = { code: 'too_many_requests', retryAfterMs: 100 } as const;

function order() {
  const clock = { nowMs: 0 };
  return { clock, order: new PostingOrder(() => clock.nowMs) };
}

test('P4: after a post was refused for now, those behind it wait until it has come again', () => {
  const { order: posting } = order();
  posting.refused('a', later);
  assert.deepEqual(posting.holdsBack('b'), later);
  posting.refused('b', later);
  assert.equal(posting.holdsBack('a'), undefined);
  assert.equal(posting.holdsBack('b'), undefined);
});

test('P4: a refusal for good holds nobody back', () => {
  const { order: posting } = order();
  posting.refused('a', { code: 'not_a_member' });
  assert.equal(posting.holdsBack('b'), undefined);
});

test('a refused post that never comes again does not hold the others back for ever', () => {
  const { clock, order: posting } = order();
  posting.refused('a', later);
  clock.nowMs = 60_000;
  assert.equal(posting.holdsBack('b'), undefined);
});

test('too many unanswered posts are refused for now', () => {
  const { order: posting } = order();
  for (let count = 0; count < 256; count++) posting.submitted();
  assert.equal(posting.holdsBack('x')?.code, 'too_many_requests');
  posting.answered();
  assert.equal(posting.holdsBack('x'), undefined);
});
