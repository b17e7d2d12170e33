import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PostingOrder } from './posting-order.ts';

const later = { code: 'too_many_requests', retryAfterMs: 100 } as const;

/** A post comes and nothing else is against it. @returns whether it was let through */
function comes(posting: PostingOrder, id: string): boolean {
  const error = posting.holdsBack(id);
  if (error) posting.refused(id, error);
  else posting.submitted(id);
  return !error;
}

test('P4: after a post was refused for now, those behind it wait until it has come again', () => {
  const posting = new PostingOrder();
  posting.refused('a', later);
  assert.deepEqual(posting.holdsBack('b'), later);
  assert.equal(comes(posting, 'b'), false);
  assert.equal(comes(posting, 'a'), true);
  assert.equal(comes(posting, 'b'), true);
});

test('P4: a newer post does not slip in before those whose refusals the client has not heard yet', () => {
  const posting = new PostingOrder();
  posting.refused('a', later);
  assert.deepEqual(
    ['b', 'c'].map((id) => comes(posting, id)),
    [false, false],
  );
  assert.deepEqual(
    ['a', 'd'].map((id) => comes(posting, id)),
    [true, false],
  );
  assert.deepEqual(
    ['b', 'c', 'd', 'e'].map((id) => comes(posting, id)),
    [true, true, true, true],
  );
});

test('P4: a post that is refused once more keeps its place', () => {
  const posting = new PostingOrder();
  posting.refused('a', later);
  assert.equal(comes(posting, 'b'), false);
  posting.refused('a', later);
  assert.equal(comes(posting, 'b'), false);
  assert.equal(comes(posting, 'a'), true);
});

test('what is remembered of refusals has an end', () => {
  const posting = new PostingOrder();
  for (let count = 0; count < 100_000; count++) posting.refused(`id ${count}`, later);
  assert.equal(comes(posting, 'id 0'), true);
  for (let count = 1; count < 256; count++) {
    assert.equal(comes(posting, `id ${count}`), true);
    posting.answered(`id ${count}`);
  }
  assert.equal(comes(posting, 'a new one'), true);
});

test('P4: a refusal for good holds nobody back', () => {
  const posting = new PostingOrder();
  posting.refused('a', { code: 'not_a_member' });
  assert.equal(posting.holdsBack('b'), undefined);
});

test('a refused post that was discarded does not hold the others back for ever', () => {
  const posting = new PostingOrder();
  for (const id of ['a', 'b']) posting.refused(id, later);
  // The refusals of the first two were sent before that of the third.
  assert.deepEqual(
    ['c', 'c', 'd'].map((id) => comes(posting, id)),
    [false, true, true],
  );
});

test('P4: a post that comes again does not pass one that was on its way and failed meanwhile', () => {
  const posting = new PostingOrder();
  for (const id of ['a', 'b']) assert.equal(comes(posting, id), true);
  posting.turnedDown('a', later);
  assert.equal(comes(posting, 'c'), false);
  assert.equal(comes(posting, 'a'), true);
  posting.turnedDown('b', later);
  assert.deepEqual(
    ['c', 'b', 'c'].map((id) => comes(posting, id)),
    [false, true, true],
  );
});

test('too many unanswered posts are refused for now', () => {
  const posting = new PostingOrder();
  for (let count = 0; count < 256; count++) posting.submitted(`id ${count}`);
  assert.equal(posting.holdsBack('x')?.code, 'too_many_requests');
  posting.answered('id 0');
  assert.equal(posting.holdsBack('x'), undefined);
});

test('a post names the one before it as long as that one is not answered', () => {
  const posting = new PostingOrder();
  assert.equal(posting.submitted('a'), undefined);
  assert.equal(posting.submitted('b'), 'a');
  assert.equal(posting.submitted('c'), 'b');
  posting.answered('a');
  assert.equal(posting.submitted('d'), 'c');
  for (const id of ['b', 'c', 'd']) posting.turnedDown(id, later);
  assert.deepEqual(
    ['b', 'c', 'd'].map((id) => posting.submitted(id)),
    [undefined, 'b', 'c'],
  );
  for (const id of ['b', 'c', 'd']) posting.answered(id);
  assert.equal(posting.submitted('e'), undefined);
});
