import assert from 'node:assert/strict';
import { shown } from '@skein/protocol/message-changes';
import type { ReadStore, Transaction } from '../store.ts';
import { change, deletion, edit, join, leave, makeRoom, post, posted, register, wholeRoom } from './deeds.ts';
import type { Scenario } from './store-under-test.ts';

export function changeContract(scenario: Scenario): void {
  scenario('an edit is an event of its own, and the message is read with its new body', async ({ reads, ledger }) => {
    const place = await ledger.transact(async (transaction) => {
      await tea(transaction);
      return change(transaction, edit('second', 3), 7_000);
    });
    assert.deepEqual(place, { seq: 5, n: 1, at: 7_000 });
    const [message, , edited] = await eventsAfter(reads, 2);
    assert.equal(message?.t === 'message' && message.body, 'second');
    assert.deepEqual(message?.t === 'message' && message.edited, { seq: 5, at: 7_000 });
    const who = { by: 'ada', name: 'ada', id: 'second' };
    const expected = { t: 'edited', room: 'tea', seq: 5, at: 7_000, message: 3, n: 1, ...who, body: 'second' };
    assert.deepEqual(edited, expected);
    const room = await reads.roomView('tea', 'lin');
    assert.deepEqual([room?.seq, room?.n, room?.read], [5, 2, 2], 'no message got another number, and nothing is read');
  });

  scenario('every earlier body is among a message’s versions, for members', async ({ reads, ledger }) => {
    const versions = (account: string, message: number, room = 'tea') => reads.versions({ room, account, message });
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      await register(transaction, 'eve');
      await change(transaction, edit('second', 3), 7_000);
      await change(transaction, edit('third', 3), 8_000);
    });
    assert.deepEqual(await versions('lin', 3), {
      versions: [
        { at: 5_000, body: 'first' },
        { at: 7_000, body: 'second' },
        { at: 8_000, body: 'third' },
      ],
    });
    assert.deepEqual(await versions('lin', 4), { versions: [{ at: 5_000, body: 'other' }] });
    assert.equal(await versions('lin', 2), undefined, 'not a message');
    assert.equal(await versions('lin', 3, 'none'), undefined);
    assert.equal(await versions('eve', 3), undefined, 'not a member');
    await ledger.transact((transaction) => leave(transaction, 'tea', 'lin'));
    assert.equal(await versions('lin', 3), undefined, 'not a member any more');
  });

  scenario('of a deleted message only who and when is left, wherever one looks', async (store) => {
    const { ledger, reads } = store;
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      await change(transaction, edit('second', 3), 7_000);
      await change(transaction, edit('third', 3), 8_000);
    });
    const before = await wholeRoom(reads, 'tea');
    const place = await ledger.transact((transaction) => change(transaction, deletion(3, { by: 'lin' }), 9_000));
    assert.deepEqual(place, { seq: 7, n: 1, at: 9_000 });
    await store.reopen();
    const after = await wholeRoom(store.reads, 'tea');
    assert.doesNotMatch(JSON.stringify(after), /"body":"(first|second|third)/);
    const [message] = after.slice(2);
    const trace = { seq: 7, at: 9_000, by: 'lin', name: 'lin' };
    const posting = { t: 'message', room: 'tea', seq: 3, n: 1, at: 5_000, by: 'ada', name: 'ada', id: 'first' };
    assert.deepEqual(message, { ...posting, body: '', deleted: trace });
    const who = { by: 'lin', name: 'lin', id: 'delete 3' };
    assert.deepEqual(after[6], { t: 'deleted', room: 'tea', seq: 7, at: 9_000, message: 3, n: 1, ...who });
    assert.deepEqual(shown([...before, after[6]]), shown(after), 'who was there shows the same as who comes later');
    assert.deepEqual(await store.reads.versions({ room: 'tea', account: 'ada', message: 3 }), { versions: [] });
    assert.equal((await store.reads.room('tea'))?.n, 2);
  });

  scenario('a message is judged by its author, its edits and its deletion', async ({ ledger }) => {
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      const facts = (seq: number) => transaction.message('tea', seq);
      assert.deepEqual(await facts(3), { author: 'ada', edits: 0, deletion: undefined });
      await change(transaction, edit('second', 3));
      await change(transaction, edit('third', 3));
      assert.deepEqual(await facts(3), { author: 'ada', edits: 2, deletion: undefined });
      const place = await change(transaction, deletion(3));
      assert.deepEqual((await facts(3))?.deletion, place);
      assert.deepEqual(await facts(4), { author: 'lin', edits: 0, deletion: undefined });
      for (const seq of [0, 1, 5, 99]) assert.equal(await facts(seq), undefined, `${seq} is not a message`);
      assert.equal(await transaction.message('none', 3), undefined);
    });
  });

  scenario('a repeated change is known by its id, now and in a later transaction', async (store) => {
    const place = await store.ledger.transact(async (transaction) => {
      await tea(transaction);
      const first = await change(transaction, edit('second', 3));
      await change(transaction, edit('third', 3));
      assert.deepEqual(await transaction.earlierChange(edit('second', 3)), { kind: 'repeated', place: first });
      return first;
    });
    await store.reopen();
    await store.ledger.transact(async (transaction) => {
      const earlier = transaction.earlierChange.bind(transaction);
      const again = edit('second', 3);
      assert.deepEqual(await earlier(again), { kind: 'repeated', place });
      for (const other of [
        { ...again, body: 'another' },
        { ...again, message: 4 },
        { ...again, room: 'lobby' },
        deletion(3, { id: again.id }),
      ]) {
        assert.deepEqual(await earlier(other), { kind: 'reused' });
      }
      assert.deepEqual(await earlier({ ...again, by: 'lin' }), { kind: 'none' }, 'ids are by account');
      assert.deepEqual(await earlier(edit('fourth', 3)), { kind: 'none' });
    });
  });

  scenario('after a deletion a repeated post or edit is known by its id alone, and stored no more', async (store) => {
    const { ledger } = store;
    const places = await ledger.transact(async (transaction) => {
      await tea(transaction);
      const edited = await change(transaction, edit('second', 3));
      return { edited, deleted: await change(transaction, deletion(3)) };
    });
    await ledger.transact(async (transaction) => {
      const earlier = transaction.earlierChange.bind(transaction);
      for (const body of ['second', 'another']) {
        const again = { ...edit('second', 3), body };
        assert.deepEqual(await earlier(again), { kind: 'repeated', place: places.edited });
        const posting = await post(transaction, 'tea', 'ada', body, { id: 'first' });
        assert.deepEqual(posting, { kind: 'repeated', place: { seq: 3, n: 1, at: 5_000 } });
      }
      assert.deepEqual(await earlier(deletion(3)), { kind: 'repeated', place: places.deleted });
      assert.equal((await post(transaction, 'lobby', 'ada', 'first')).kind, 'reused', 'another room');
    });
    assert.equal((await store.reads.room('tea'))?.seq, 6);
  });

  scenario('a change that is rolled back leaves the message and its versions as they were', async (store) => {
    const { ledger, reads } = store;
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      await change(transaction, edit('second', 3));
    });
    const everything = async () => [
      await wholeRoom(reads, 'tea'),
      await reads.versions({ room: 'tea', account: 'ada', message: 3 }),
    ];
    const before = await everything();
    const undo = new Error('undo');
    const undone = ledger.transact(async (transaction) => {
      await change(transaction, edit('third', 3));
      await change(transaction, deletion(3));
      throw undo;
    });
    await assert.rejects(undone, undo);
    assert.deepEqual(await everything(), before);
    await ledger.transact(async (transaction) => {
      assert.deepEqual(await transaction.earlierChange(edit('third', 3)), { kind: 'none' });
      assert.equal((await change(transaction, edit('third', 3))).seq, 6);
    });
  });

  scenario('time does not go back for a change either', async ({ ledger }) => {
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      assert.equal((await change(transaction, edit('second', 3), 10)).at, 5_000);
    });
  });

  scenario('who resumes from any cursor, page by page, ends with what everybody shows', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      for (let round = 0; round < 6; round++) {
        const { seq } = await posted(transaction, 'tea', 'ada', `post ${round}`);
        await change(transaction, edit(`edit ${round}`, seq));
        await change(transaction, edit(`again ${round}`, 3 + (round % 2)));
        if (round % 2 === 0) await change(transaction, deletion(seq));
      }
    });
    const whole = await wholeRoom(reads, 'tea');
    for (const limit of [1, 2, 5, 30]) assert.deepEqual(await wholeRoom(reads, 'tea', limit), whole);
    for (let after = 0; after <= whole.length; after++) {
      const page = await reads.pageForMember({ room: 'tea', account: 'lin', after, limit: 200 });
      assert.deepEqual(page, { kind: 'page', events: whole.slice(after), seq: whole.length });
    }
    const history = await reads.history({ room: 'tea', account: 'lin', from: { kind: 'end' }, limit: 200 });
    assert.deepEqual(history?.events, whole);
  });
}

/** Ada's room tea with Lin in it: `first` of Ada's at seq 3, `other` of Lin's at seq 4. */
async function tea(transaction: Transaction): Promise<void> {
  await register(transaction, 'ada', 'lin');
  await makeRoom(transaction, 'tea', 'ada');
  await join(transaction, 'tea', 'lin');
  await posted(transaction, 'tea', 'ada', 'first');
  await posted(transaction, 'tea', 'lin', 'other');
}

async function eventsAfter(reads: ReadStore, after: number) {
  return (await reads.pageForWorker({ room: 'tea', after, limit: 10 })).events;
}
