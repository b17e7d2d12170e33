import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMessage } from './find-message.ts';
import { history, message, messages } from './testing.ts';

test('a message is found by its number, however far it is from what is held, and however many pages that takes', async () => {
  // Every third place is a message's.
  const stored = messages(1, 2_000).map((_, index) => ({ ...message(index * 3 + 2), n: index + 1 }));
  const { load } = history(stored);
  const newest = { events: stored.slice(-20), hasOlder: true };
  const oldest = { events: stored.slice(0, 20), hasOlder: false };
  for (const n of [1, 2, 700, 1_999, 2_000]) {
    for (const held of [newest, oldest]) assert.equal(await findMessage(n, held, load), n * 3 - 1);
  }
});

test('of a message that is gone the next one is found, and of none where nothing can be read', async () => {
  const { load } = history(messages(500, 900));
  const held = { events: messages(880, 900), hasOlder: true };
  assert.equal(await findMessage(3, held, load), 500);
  assert.equal(await findMessage(3, held, async () => ({ ok: false, error: 'offline' })), undefined);
});
