import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutboxEntry } from '@skein/client/outbox';
import { isPinnedWith, PendingTags, reactionsWith, type TagEntry } from './pending-tags.ts';
import { message, NOON, roomView } from './testing.ts';

const ada = { id: 'ada', name: 'Ada' };
const lin = { id: 'lin', name: 'Lin' };
const about = { account: 'ada', room: 'lobby', message: 1, historyId: 'first', writtenAt: NOON };
const react = (emoji: string, t: 'react' | 'unreact' = 'react'): TagEntry => ({
  t,
  id: `${t} ${emoji}`,
  ...about,
  emoji,
});
const thumb = { emoji: '👍', count: 1, since: 3, own: false, by: [lin] };

test('a reaction is seen before the server has it, and so is one that was taken away', () => {
  const liked = message(1, { tags: { seq: 3, reactions: [thumb] } });
  const both = reactionsWith(liked, [react('👍'), react('🎉')], ada);
  assert.deepEqual(
    both.map(({ emoji, count, own, by }) => [emoji, count, own, by.length]),
    [
      ['👍', 2, true, 2],
      ['🎉', 1, true, 1],
    ],
  );
  assert.deepEqual(reactionsWith(liked, [react('👍'), react('👍', 'unreact')], ada), [thumb]);
  assert.deepEqual(reactionsWith(message(1), [react('🎉'), react('🎉', 'unreact')], ada), []);
  assert.deepEqual(reactionsWith(message(2), [react('🎉')], ada), []);
});

test('a message is pinned as soon as it is asked for', () => {
  const pin: TagEntry = { t: 'pin', id: 'pin', ...about };
  assert.equal(isPinnedWith(message(1), [pin]), true);
  assert.equal(isPinnedWith(message(1), [pin, { ...pin, t: 'unpin' }]), false);
  assert.equal(
    isPinnedWith(message(1, { tags: { seq: 2, reactions: [], pinned: { at: NOON, by: 'lin', name: 'Lin' } } }), []),
    true,
  );
});

function pendingTags() {
  const outbox: OutboxEntry[] = [];
  const discarded: string[] = [];
  const rooms = new Map([['lobby', roomView({ seq: 5 })]]);
  const tags = new PendingTags({ outbox, rooms, discard: (id) => void discarded.push(id) });
  return { outbox, discarded, tags };
}

test('one that is stored stays until its event has come', () => {
  const { outbox, tags } = pendingTags();
  const entry = react('🎉');
  outbox.push(entry);
  tags.hear({ kind: 'pending', entry });
  outbox.pop();
  tags.hear({ kind: 'acked', ack: { t: 'ack', id: entry.id, room: 'lobby', seq: 6, n: 1, at: NOON } });
  assert.deepEqual(tags.entries.value, [entry]);
  tags.hear({ kind: 'event', event: message(6) });
  assert.deepEqual(tags.entries.value, []);
});

test('one that is refused is withdrawn, and its reason told', () => {
  const { outbox, discarded, tags } = pendingTags();
  const entry = react('🎉');
  const error = { code: 'message_deleted' } as const;
  outbox.push({ ...entry, refusal: error });
  tags.hear({ kind: 'refused', entry, error });
  assert.deepEqual(discarded, [entry.id]);
  assert.equal(tags.refusal.value, error);
  assert.deepEqual(tags.entries.value, []);
});
