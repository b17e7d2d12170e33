import assert from 'node:assert/strict';
import type { ExpiryStep, MessagePlace, Transaction } from '../store.ts';
import { change, deletion, edit, join, leave, makeRoom, post, register } from './deeds.ts';
import type { Scenario, StoreUnderTest } from './store-under-test.ts';

export function retentionContract(scenario: Scenario): void {
  scenario('K1: what is from before a time is gone, and where the room begins now is told', async (store) => {
    await store.ledger.transact((transaction) => tea(transaction, [5_000, 6_000, 7_000, 8_000]));
    const step = await expire(store, 7_000);
    const told = { seq: 7, at: 9_000, floor: 4, n: 2 };
    assert.deepEqual(step, { floor: 4, isDone: true, told });
    await store.reopen();
    const { reads } = store;
    const { events } = await reads.pageForWorker({ room: 'tea', after: 4, limit: 200 });
    assert.deepEqual(
      events.map(({ t, seq }) => `${t} ${seq}`),
      ['message 5', 'message 6', 'expired 7'],
    );
    const event = { t: 'expired', room: 'tea', by: 'server', name: 'Server', ...told };
    assert.deepEqual(events.at(-1), event);
    const row = await reads.room('tea');
    assert.deepEqual([row?.floor, row?.told, row?.seq, row?.n], [4, { floor: 4, n: 2 }, 7, 4]);
  });

  scenario('K2: below the floor there is no history, a cursor is reset, and a worker’s is told', async (store) => {
    await store.ledger.transact((transaction) => tea(transaction, [5_000, 6_000, 7_000, 8_000]));
    await expire(store, 7_000);
    const { reads } = store;
    const asAda = { room: 'tea', account: 'ada', limit: 2 };
    const page = await reads.history({ ...asAda, from: { kind: 'before', seq: 7 } });
    assert.deepEqual([page?.events.map(({ seq }) => seq), page?.more], [[5, 6], false]);
    assert.equal((await reads.history({ ...asAda, from: { kind: 'end' } }))?.more, true);
    const none = await reads.history({ ...asAda, from: { kind: 'before', seq: 5 } });
    assert.deepEqual([none?.events, none?.more], [[], false]);
    assert.equal((await reads.pageForMember({ ...asAda, after: 3 })).kind, 'reset');
    assert.equal((await reads.pageForMember({ ...asAda, after: 4 })).kind, 'page');
    assert.deepEqual(await reads.pageForWorker({ room: 'tea', after: 3, limit: 9 }), { events: [], seq: 7, floor: 4 });
  });

  scenario('K3: what has expired counts as read, and the rest as before', async (store) => {
    await store.ledger.transact(async (transaction) => {
      await tea(transaction, []);
      await join(transaction, 'tea', 'lin');
      for (const now of [5_000, 6_000, 7_000, 8_000]) await post(transaction, 'tea', 'ada', `at ${now}`, { now });
    });
    const viewOf = async (account: string) => {
      const view = await store.reads.roomView('tea', account);
      return [view?.n, view?.read, view?.floor];
    };
    assert.deepEqual(await viewOf('lin'), [4, 0, 0]);
    await expire(store, 7_000);
    assert.deepEqual(await viewOf('lin'), [4, 2, 5]);
    assert.deepEqual(await viewOf('ada'), [4, 4, 5]);
    assert.equal(await store.ledger.transact((transaction) => transaction.moveRead('lin', 'tea', 3)), true);
    assert.deepEqual(await viewOf('lin'), [4, 3, 5]);
  });

  scenario('K4: with a message its id, its changes and every body of it are gone', async (store) => {
    const { ledger } = store;
    await ledger.transact(async (transaction) => {
      await tea(transaction, [5_000, 6_000]);
      await change(transaction, edit('second', 3), 6_500);
      await change(transaction, edit('third', 3), 8_000);
    });
    const step = await expire(store, 7_000);
    assert.deepEqual([step.floor, step.told?.n], [5, 2]);
    const { reads } = store;
    assert.equal(await reads.versions({ room: 'tea', account: 'ada', message: 3 }), undefined);
    const { events } = await reads.pageForWorker({ room: 'tea', after: 5, limit: 9 });
    const [edited] = events;
    assert.equal(edited?.t === 'edited' && edited.message, 3, 'the edit is younger, and stays an event');
    assert.equal(edited?.t === 'edited' && edited.body, '');
    await ledger.transact(async (transaction) => {
      assert.equal(await transaction.message('tea', 3), undefined);
      const repeated = await transaction.earlierChange(edit('whatever', 3, { id: 'third' }));
      assert.equal(repeated.kind, 'repeated', 'it is known as long as its event is there');
      assert.deepEqual(await transaction.earlierChange(edit('second', 3)), { kind: 'none' });
      assert.deepEqual(
        await transaction.earlierPost({ room: 'tea', author: 'ada', id: 'at 5000', body: 'at 5000', files: [] }),
        {
          kind: 'none',
        },
      );
      const again = await post(transaction, 'tea', 'ada', 'at 5000', { now: 9_500 });
      assert.equal(again.kind, 'stored', 'a post that comes again after that is a new message');
    });
  });

  scenario('K4: nobody keeps what has expired, and it takes no place among what they may keep', async (store) => {
    const { ledger } = store;
    await ledger.transact(async (transaction) => {
      await tea(transaction, [5_000, 8_000]);
      for (const message of [3, 4]) {
        const place = { account: 'ada', room: 'tea', message };
        const seq = await transaction.appendAccountEvent({ ...place, kind: 'saved', n: message - 2 });
        await transaction.saveMessage({ ...place, seq });
      }
    });
    await expire(store, 7_000);
    await ledger.transact(async (transaction) => {
      assert.deepEqual(await transaction.savedFacts('ada', 'tea', 3), { isSaved: false, count: 1 });
      assert.deepEqual(await transaction.savedFacts('ada', 'tea', 4), { isSaved: true, count: 1 });
    });
  });

  scenario('M3: who was mentioned by what has gone is told so until its end is', async (store) => {
    await store.ledger.transact(async (transaction) => {
      await tea(transaction, []);
      await join(transaction, 'tea', 'lin');
      for (let n = 1; n <= 250; n++) {
        const { place } = (await post(transaction, 'tea', 'ada', `${n}`, { now: 5_000 })) as { place: MessagePlace };
        if (n !== 1 && n !== 250) continue;
        const named = { account: 'lin', room: 'tea', n, message: place.seq };
        const seq = await transaction.appendAccountEvent({ ...named, kind: 'mentioned' });
        await transaction.addMention({ ...named, seq, kind: 'mention', isLate: false, edit: undefined });
      }
    });
    const seen = async () => {
      const { items } = await store.reads.inbox({ account: 'lin', before: undefined, limit: 10 });
      return [(await store.reads.roomView('tea', 'lin'))?.mentions, items.map(({ message }) => message.n)];
    };
    assert.equal((await expire(store, 7_000)).told, undefined, 'the first step is not the last');
    assert.deepEqual(await seen(), [[1, 250], [250]]);
    while (!(await expire(store, 7_000, 0)).isDone);
    assert.deepEqual(await seen(), [undefined, []]);
    const [first] = await store.ledger.transact((transaction) => transaction.removeMentions('tea', 4));
    assert.equal(first, undefined, 'nor is any row of it left');
  });

  scenario('M3: of many mentions by what has gone each step forgets a bounded number', async (store) => {
    const mentions = 2_500;
    await store.ledger.transact(async (transaction) => {
      await tea(transaction, [5_000]);
      for (let seq = 1; seq <= mentions; seq++)
        await transaction.addMention({
          account: 'lin',
          room: 'tea',
          n: 1,
          message: 3,
          seq,
          kind: 'room',
          isLate: false,
          edit: undefined,
        });
    });
    await store.reopen();
    const told = await expire(store, 7_000);
    assert.equal(told.told?.n, 1);
    for (let steps = 0, step = told; !step.isDone; steps++) {
      assert.ok(steps < 10);
      step = await expire(store, 7_000);
      assert.equal(step.told, undefined, 'told once');
    }
    assert.deepEqual(await store.ledger.transact((transaction) => transaction.removeMentions('tea', 3)), []);
  });

  scenario('K5: one step deletes a bounded number, and the end is told once', async (store) => {
    const { ledger } = store;
    await ledger.transact(async (transaction) => {
      await tea(transaction, []);
      for (let count = 0; count < 450; count++) await post(transaction, 'tea', 'ada', `${count}`, { now: 5_000 });
    });
    const steps = [await expire(store, 7_000)];
    const view = async () => (await store.reads.roomView('tea', 'ada'))?.floor;
    assert.deepEqual([steps[0]!.isDone, steps[0]!.floor <= 200, await view()], [false, true, 0]);
    await store.reopen();
    while (!steps.at(-1)!.isDone) steps.push(await expire(store, 7_000, 0));
    assert.ok(steps.length >= 3);
    assert.deepEqual(
      steps.filter(({ told }) => told),
      [{ floor: 452, isDone: true, told: { seq: 453, at: 9_000, floor: 452, n: 450 } }],
    );
    assert.equal(await view(), 452);
  });

  scenario('K5: a message with many bodies goes in a step of its own', async (store) => {
    await store.ledger.transact(async (transaction) => {
      await tea(transaction, []);
      for (let message = 3; message < 6; message++) await post(transaction, 'tea', 'ada', `${message}`);
      for (let message = 3; message < 6; message++)
        for (let count = 0; count < 150; count++)
          await change(transaction, edit(`${message} ${count}`.padEnd(16, '-'), message), 8_000);
    });
    let step = await expire(store, 7_000);
    while (!step.isDone) step = await expire(store, 7_000, 0);
    assert.equal(step.floor, 5);
    const { events } = await store.reads.pageForWorker({ room: 'tea', after: 5, limit: 200 });
    assert.ok(events.every((event) => event.t === 'edited' && event.body === ''));
  });

  scenario('K5: nothing is begun for what is overdue only now', async (store) => {
    await store.ledger.transact((transaction) => tea(transaction, [5_000, 6_000]));
    assert.deepEqual(await expire(store, 7_000, 1_000), { floor: 0, isDone: true, told: undefined });
    assert.equal((await expire(store, 7_000, 5_500)).floor, 4);
  });

  scenario('K2: where no message has expired nothing is told', async (store) => {
    await store.ledger.transact(async (transaction) => {
      await tea(transaction, []);
      await join(transaction, 'tea', 'lin');
      await leave(transaction, 'tea', 'lin');
    });
    assert.deepEqual(await expire(store, 9_000), { floor: 4, isDone: true, told: undefined });
    assert.deepEqual((await store.reads.room('tea'))?.told, { floor: 0, n: 0 });
    await store.ledger.transact((transaction) => post(transaction, 'tea', 'ada', 'new', { now: 9_000 }));
    assert.deepEqual((await expire(store, 9_500)).told, { seq: 6, at: 9_000, floor: 5, n: 1 });
    assert.deepEqual(await expire(store, 9_500), { floor: 6, isDone: true, told: undefined }, 'nor is the telling');
  });

  scenario('K1: a deletion expires with its message, and one that stays is a trace no more', async (store) => {
    await store.ledger.transact(async (transaction) => {
      await tea(transaction, [5_000]);
      await change(transaction, deletion(3), 8_000);
    });
    await expire(store, 7_000);
    const { events } = await store.reads.pageForWorker({ room: 'tea', after: 3, limit: 9 });
    assert.deepEqual(
      events.map(({ t }) => t),
      ['deleted', 'expired'],
    );
    assert.equal((await expire(store, 9_500)).floor, 5);
  });

  scenario('K4: of a message that has expired a reply to it knows the place alone', async (store) => {
    await store.ledger.transact(async (transaction) => {
      await tea(transaction, [5_000]);
      for (const now of [6_000, 8_000]) {
        const answer = {
          reply: 3,
          room: 'tea',
          author: 'ada',
          id: `so ${now}`,
          body: 'so',
          files: [],
        };
        const stored = await transaction.appendMessage({ ...answer, fromServer: false, now });
        const { place } = stored as { place: MessagePlace };
        await transaction.appendReply({ room: 'tea', author: 'ada', place, message: 3, root: 3 });
      }
    });
    await expire(store, 7_000);
    const { events } = await store.reads.pageForWorker({ room: 'tea', after: 4, limit: 9 });
    const [answer] = events;
    const place = { seq: 3, n: 0, by: '', name: '', excerpt: '', root: 3, r: 2 };
    assert.deepEqual(answer?.t === 'message' && answer.reply, place);
    assert.equal((await expire(store, 9_500)).floor, 6, 'and then it goes too, with its group');
  });

  scenario('rooms that do not keep everything are listed in pages', async (store) => {
    const listed = (after: string, limit: number) =>
      store.ledger.transact((transaction) => transaction.roomsWithRetention({ after, limit }));
    await store.ledger.transact(async (transaction) => {
      await register(transaction, 'ada');
      for (const room of ['a', 'b', 'c', 'd']) await makeRoom(transaction, room, 'ada');
      for (const room of ['d', 'a', 'b'])
        await transaction.changeSettings({ room, by: 'ada', settings: { retentionDays: 7 }, now: 9_000 });
    });
    assert.deepEqual(await listed('', 2), ['a', 'b']);
    assert.deepEqual(await listed('b', 2), ['d']);
    assert.deepEqual(await listed('d', 2), []);
  });

  scenario('a step that is rolled back has deleted nothing', async (store) => {
    const { ledger, reads } = store;
    await ledger.transact((transaction) => tea(transaction, [5_000, 6_000]));
    const undo = new Error('undo');
    const undone = ledger.transact(async (transaction) => {
      await transaction.expire({ room: 'tea', before: 9_000, due: 9_000, now: 9_000 });
      throw undo;
    });
    await assert.rejects(undone, undo);
    assert.equal((await reads.pageForWorker({ room: 'tea', after: 0, limit: 9 })).events.length, 4);
    assert.equal((await ledger.transact((transaction) => transaction.room('tea')))?.floor, 0);
    assert.equal((await expire(store, 9_000)).floor, 4);
  });
}

/** Ada's room with two events from before all times here, and Ada's messages at these. */
async function tea(transaction: Transaction, times: readonly number[]): Promise<void> {
  await register(transaction, 'ada', 'lin');
  await makeRoom(transaction, 'tea', 'ada');
  await transaction.changeSettings({ room: 'tea', by: 'ada', settings: { retentionDays: 7 }, now: 2_000 });
  for (const now of times) await post(transaction, 'tea', 'ada', `at ${now}`, { now });
}

function expire({ ledger }: StoreUnderTest, before: number, due = before): Promise<ExpiryStep> {
  return ledger.transact((transaction) => transaction.expire({ room: 'tea', before, due, now: 9_000 }));
}
