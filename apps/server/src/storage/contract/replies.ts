import assert from 'node:assert/strict';
import type { Message } from '@skein/protocol/rooms';
import type { MessagePlace, ReadStore, Transaction } from '../store.ts';
import { change, deletion, edit, join, makeRoom, posted, register, wholeRoom } from './deeds.ts';
import type { Scenario } from './store-under-test.ts';

export function replyContract(scenario: Scenario): void {
  scenario('Q1: a reply says what it answers, as that is when it is read', async ({ reads, ledger }) => {
    const ask = async () => (await wholeRoom(reads, 'tea')).find(({ seq }) => seq === 5) as Message;
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      await reply(transaction, 'lin', 'indeed', 3);
    });
    const quote = { seq: 3, n: 1, by: 'ada', name: 'ada', excerpt: 'first', root: 3, r: 1 };
    assert.deepEqual((await ask()).reply, quote);
    await ledger.transact((transaction) => change(transaction, edit('second', 3)));
    assert.deepEqual((await ask()).reply, { ...quote, excerpt: 'second', changed: 6 });
    await ledger.transact((transaction) => change(transaction, deletion(3)));
    assert.deepEqual((await ask()).reply, { ...quote, excerpt: '', changed: 7, deleted: true });
  });

  scenario('Q1: a reply to a reply joins the group of the first message', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      await reply(transaction, 'lin', 'one', 3);
      await reply(transaction, 'ada', 'two', 5);
      await reply(transaction, 'lin', 'aside', 4);
    });
    const replies = async (message: number, before?: number, limit = 10) => {
      const page = await reads.replies({ room: 'tea', account: 'lin', message, before, limit });
      return page && [page.replies.map(({ body, reply }) => `${body} ${reply?.r} to ${reply?.seq}`), page.more];
    };
    const both = ['one 1 to 3', 'two 2 to 5'];
    assert.deepEqual(await replies(3), [both, false]);
    assert.deepEqual(await replies(6), [both, false], 'asked for by any of the group');
    assert.deepEqual(await replies(3, undefined, 1), [['two 2 to 5'], true]);
    assert.deepEqual(await replies(3, 2), [['one 1 to 3'], false]);
    assert.deepEqual(await replies(4), [['aside 1 to 4'], false]);
    assert.equal(await replies(2), undefined, 'not a message');
    assert.equal(
      await reads.replies({ room: 'tea', account: 'eve', message: 3, before: undefined, limit: 1 }),
      undefined,
    );
  });

  scenario('Q4: who wrote or replied follows, and has read what they wrote', async ({ reads, ledger }) => {
    const repliesAsSeenBy = async (account: string) => {
      const page = await reads.history({ room: 'tea', account, from: { kind: 'around', seq: 3 }, limit: 1 });
      return (page!.events[0] as Message).replies;
    };
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      await join(transaction, 'tea', 'eve');
      await reply(transaction, 'lin', 'one', 3);
      await reply(transaction, 'lin', 'two', 3);
    });
    const place = { count: 2, seq: 7, at: 5_000 };
    assert.deepEqual(await repliesAsSeenBy('ada'), { ...place, read: 0 });
    assert.deepEqual(await repliesAsSeenBy('lin'), { ...place, read: 2 });
    assert.deepEqual(await repliesAsSeenBy('eve'), place);
    await ledger.transact(async (transaction) => {
      const moved = (account: string, n: number) => transaction.moveRepliesRead(account, 'tea', 3, n);
      assert.deepEqual(
        [
          await moved('ada', 1),
          await moved('ada', 1),
          await moved('ada', 3),
          await moved('eve', 1),
          await moved('lin', 1),
        ],
        [true, false, false, false, false],
      );
    });
    assert.deepEqual(await repliesAsSeenBy('ada'), { ...place, read: 1 });
    const stream = await wholeRoom(reads, 'tea');
    assert.ok(
      stream.every((event) => !('replies' in event)),
      'Q3: in the stream the replies themselves come',
    );
  });

  scenario(
    'P3: a repeated reply is known; the same id with another answer, or none, is another',
    async ({ ledger }) => {
      await ledger.transact(async (transaction) => {
        await tea(transaction);
        const place = await reply(transaction, 'lin', 'one', 3);
        const again = { room: 'tea', author: 'lin', id: 'one', body: 'one', files: [] };
        assert.deepEqual(await transaction.earlierPost({ ...again, reply: 3 }), { kind: 'repeated', place });
        for (const other of [{ ...again, reply: 4 }, again, { ...again, body: 'one\n', reply: 3 }]) {
          assert.deepEqual(await transaction.earlierPost(other), { kind: 'reused' });
        }
      });
    },
  );

  scenario('a page of history is before, after or around a place, and says where there is more', async (store) => {
    await store.ledger.transact(async (transaction) => {
      await tea(transaction);
      for (let count = 5; count <= 11; count++) await posted(transaction, 'tea', 'ada', `post ${count}`);
    });
    const page = (kind: 'before' | 'after' | 'around', seq: number, limit = 3) => pageOf(store.reads, kind, seq, limit);
    assert.deepEqual(await page('around', 6), { seqs: [5, 6, 7], more: true, newer: true });
    assert.deepEqual(await page('around', 6, 4), { seqs: [4, 5, 6, 7], more: true, newer: true });
    assert.deepEqual(await page('around', 1), { seqs: [1, 2, 3], more: false, newer: true });
    assert.deepEqual(await page('around', 11), { seqs: [9, 10, 11], more: true, newer: undefined });
    assert.deepEqual(await page('around', 99), { seqs: [9, 10, 11], more: true, newer: undefined });
    assert.deepEqual(await page('around', 5, 50), { seqs: range(1, 11), more: false, newer: undefined });
    assert.deepEqual(await page('after', 0), { seqs: [1, 2, 3], more: false, newer: true });
    assert.deepEqual(await page('after', 9), { seqs: [10, 11], more: true, newer: undefined });
    assert.deepEqual(await page('after', 11), { seqs: [], more: true, newer: undefined });
    assert.deepEqual(await page('before', 5), { seqs: [2, 3, 4], more: true, newer: true });
  });
}

async function pageOf(reads: ReadStore, kind: 'before' | 'after' | 'around', seq: number, limit: number) {
  const page = await reads.history({ room: 'tea', account: 'ada', from: { kind, seq }, limit });
  return { seqs: page?.events.map((event) => event.seq), more: page?.more, newer: page?.newer };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

async function reply(transaction: Transaction, author: string, body: string, message: number): Promise<MessagePlace> {
  const quote = await transaction.quotable('tea', message);
  assert.ok(quote);
  const post = { room: 'tea', author, id: body, body, reply: message, files: [], fromServer: false, now: 5_000 };
  const stored = await transaction.appendMessage(post);
  assert.ok(stored.kind === 'stored');
  await transaction.appendReply({ room: 'tea', author, place: stored.place, message, root: quote.root });
  return stored.place;
}

/** Ada's room tea with Lin in it: `first` of Ada's at seq 3, `other` of Lin's at seq 4. Eve is not in it. */
async function tea(transaction: Transaction): Promise<void> {
  await register(transaction, 'ada', 'lin', 'eve');
  await makeRoom(transaction, 'tea', 'ada');
  await join(transaction, 'tea', 'lin');
  await posted(transaction, 'tea', 'ada', 'first');
  await posted(transaction, 'tea', 'lin', 'other');
}
