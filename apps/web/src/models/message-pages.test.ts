import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Result } from '@skein/client/rest-client';
import type { Inbox } from '@skein/protocol/rest';
import { MessagePages } from './message-pages.ts';
import { message } from './testing.ts';

function page(seqs: readonly number[], before?: number): Result<Inbox> {
  const items = seqs.map((seq) => ({ seq, kind: 'mention' as const, isRead: false, message: message(seq) }));
  return { ok: true, value: { items, more: before !== undefined, ...(before === undefined ? {} : { before }) } };
}

test('further pages follow the first, and one at a time is asked for', async () => {
  const asked: (number | undefined)[] = [];
  const inbox = new MessagePages(async ({ before }) => {
    asked.push(before);
    return before === undefined ? page([9, 8], 8) : page([7]);
  });
  await inbox.loadMore();
  assert.equal(inbox.hasMore.value, true);
  await Promise.all([inbox.loadMore(), inbox.loadMore()]);
  assert.deepEqual(
    inbox.items.value?.map(({ seq }) => seq),
    [9, 8, 7],
  );
  assert.equal(inbox.hasMore.value, false);
  assert.deepEqual(asked, [undefined, 8]);
});

test('a page that fails says why, and leaves what is there', async () => {
  let isDown = false;
  const inbox = new MessagePages(async () => (isDown ? { ok: false, error: 'offline' } : page([9], 9)));
  await inbox.loadMore();
  isDown = true;
  await inbox.loadMore();
  assert.equal(inbox.trouble.value, 'offline');
  assert.equal(inbox.items.value?.length, 1);
});
