import assert from 'node:assert/strict';
import type { AccountEvent } from '@skein/protocol/accounts';
import { LIMITS } from '@skein/protocol/limits';
import { LOBBY_ID, SERVER_ACCOUNT_ID } from '../lobby.ts';
import type { ReadStore, Transaction } from '../store.ts';
import { assertGapFree, join, leave, makeRoom, post, posted, readTo, register, told, wholeRoom } from './deeds.ts';
import type { Scenario } from './store-under-test.ts';

export function streamContract(scenario: Scenario): void {
  scenario('a message gets the next seq and n, and is read back as it was sent', async ({ reads, ledger }) => {
    const body = 'Grüße, 北京, \u202eright to left\u202c 👩‍👩‍👧 \u0000 and "quotes"\n';
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin');
      await makeRoom(transaction, 'tea', 'ada');
      await join(transaction, 'tea', 'lin');
      const stored = await post(transaction, 'tea', 'lin', body, { id: 'id-of-lin', now: 7_000 });
      assert.deepEqual(stored, { kind: 'stored', place: { seq: 3, n: 1, at: 7_000 } });
    });
    const { events } = await reads.pageForWorker({ room: 'tea', after: 2, limit: 10 });
    const message = {
      t: 'message',
      room: 'tea',
      seq: 3,
      at: 7_000,
      n: 1,
      by: 'lin',
      name: 'lin',
      id: 'id-of-lin',
      body,
    };
    assert.deepEqual(events, [message]);
    const page = await reads.pageForMember({ room: 'tea', account: 'ada', after: 2, limit: 10 });
    assert.deepEqual(page, { kind: 'page', events: [message], seq: 3 });
  });

  scenario('a message from the server says so', async ({ reads, ledger }) => {
    const message = {
      room: LOBBY_ID,
      author: SERVER_ACCOUNT_ID,
      id: 'broadcast',
      body: 'hear',
      files: [],
      fromServer: true,
      now: 1,
    };
    await ledger.transact((transaction) => transaction.appendMessage(message));
    const [event] = (await reads.pageForWorker({ room: LOBBY_ID, after: 1, limit: 1 })).events;
    assert.equal(event?.t === 'message' && event.from, 'server');
  });

  scenario('a repeated post gets the first place, now and in a later transaction', async (store) => {
    const first = await store.ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin');
      await makeRoom(transaction, 'tea', 'ada');
      const stored = await post(transaction, 'tea', 'ada', 'hi', { id: 'same', now: 6_000 });
      assert.equal(stored.kind, 'stored');
      const place = stored.kind === 'stored' ? stored.place : undefined;
      assert.deepEqual(await post(transaction, 'tea', 'ada', 'hi', { id: 'same' }), { kind: 'repeated', place });
      await posted(transaction, 'tea', 'ada', 'another');
      return place;
    });
    await store.reopen();
    await store.ledger.transact(async (transaction) => {
      const again = (room: string, author: string, body: string) =>
        post(transaction, room, author, body, { id: 'same' });
      assert.deepEqual(await again('tea', 'ada', 'hi'), { kind: 'repeated', place: first });
      assert.deepEqual(await again('tea', 'ada', 'ho'), { kind: 'reused' });
      assert.deepEqual(await again(LOBBY_ID, 'ada', 'hi'), { kind: 'reused' });
      const asked = { room: 'tea', author: 'ada', id: 'same', body: 'hi', files: [] };
      assert.deepEqual(await transaction.earlierPost(asked), { kind: 'repeated', place: first });
      assert.deepEqual(await transaction.earlierPost({ ...asked, body: 'ho' }), { kind: 'reused' });
      assert.deepEqual(await transaction.earlierPost({ ...asked, author: 'lin' }), { kind: 'none' });
      assert.equal((await again(LOBBY_ID, 'lin', 'hi')).kind, 'stored', 'ids are by author');
    });
    assert.deepEqual((await wholeRoom(store.reads, 'tea')).map(told), [
      'created 1 by ada',
      'message 2 by ada: hi',
      'message 3 by ada: another',
    ]);
    assert.equal((await store.reads.room('tea'))?.n, 2);
  });

  scenario('time never goes back within a room', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada');
      await makeRoom(transaction, 'tea', 'ada');
      await post(transaction, 'tea', 'ada', 'late', { now: 9_000 });
      const early = await post(transaction, 'tea', 'ada', 'early', { now: 8_000 });
      assert.equal(early.kind === 'stored' && early.place.at, 9_000);
      const event = { room: 'tea', kind: 'left', by: 'ada', actor: undefined, now: 1 } as const;
      assert.deepEqual(await transaction.appendRoomEvent(event), { seq: 4, at: 9_000 });
    });
    assert.deepEqual(
      (await wholeRoom(reads, 'tea')).map(({ at }) => at),
      [2_000, 9_000, 9_000, 9_000],
    );
    assert.equal((await reads.room('tea'))?.at, 9_000);
  });

  scenario('pages of any size put messages and other events in one order without gaps', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin');
      await makeRoom(transaction, 'tea', 'ada');
      for (let round = 0; round < 10; round++) {
        await posted(transaction, 'tea', 'ada', `before ${round}`);
        await join(transaction, 'tea', 'lin');
        await posted(transaction, 'tea', 'lin', `between ${round}`);
        await leave(transaction, 'tea', 'lin');
      }
    });
    const whole = await wholeRoom(reads, 'tea');
    assert.equal(whole.length, 41);
    for (const limit of [1, 2, 3, 7, 40, 41]) assert.deepEqual(await wholeRoom(reads, 'tea', limit), whole);
    for (const limit of [1, 5, 41, 100]) assert.deepEqual(await historyBackwards(reads, limit), whole);
    assert.deepEqual(await reads.pageForWorker({ room: 'tea', after: 41, limit: 5 }), {
      events: [],
      seq: 41,
      floor: 0,
    });
    assert.deepEqual(await reads.pageForWorker({ room: 'none', after: 0, limit: 5 }), { events: [], seq: 0, floor: 0 });
    const before = (seq: number) => ({ room: 'tea', account: 'ada', from: { kind: 'before', seq } }) as const;
    const first = await reads.history({ ...before(1), limit: 5 });
    assert.deepEqual(first, { events: [], more: false, newer: true });
    const beyond = await reads.history({ ...before(1_000), limit: 1 });
    assert.deepEqual(beyond, { events: whole.slice(-1), more: true });
  });

  async function historyBackwards(reads: ReadStore, limit: number) {
    const events = [];
    let before: number | undefined;
    for (;;) {
      const from = before === undefined ? ({ kind: 'end' } as const) : ({ kind: 'before', seq: before } as const);
      const page = await reads.history({ room: 'tea', account: 'ada', from, limit });
      assert.ok(page);
      events.unshift(...page.events);
      assertGapFree(events, events[0]?.seq);
      before = page.events[0]?.seq;
      if (!page.more) return events;
    }
  }

  scenario('a cursor that cannot be resumed from is told', async ({ reads, ledger }) => {
    const { resumeEvents } = LIMITS;
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada');
      await makeRoom(transaction, 'tea', 'ada');
      for (let count = 0; count < resumeEvents; count++) await posted(transaction, 'tea', 'ada', `m${count}`);
    });
    const page = (after: number) => reads.pageForMember({ room: 'tea', account: 'ada', after, limit: 1 });
    assert.equal((await page(1)).kind, 'page');
    const room = await reads.roomView('tea', 'ada');
    assert.deepEqual(await page(0), { kind: 'reset', room });
    assert.deepEqual(await page(resumeEvents + 2), { kind: 'reset', room });
    assert.deepEqual(await page(resumeEvents + 1), { kind: 'page', events: [], seq: resumeEvents + 1 });
    assert.equal(
      (await reads.pageForMember({ room: 'none', account: 'ada', after: 0, limit: 1 })).kind,
      'not-a-member',
    );
  });

  scenario('an account’s stream tells of its rooms as they are now', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin');
      await makeRoom(transaction, 'tea', 'ada');
      await join(transaction, 'tea', 'lin');
      await posted(transaction, 'tea', 'ada', 'hi');
      assert.equal(await readTo(transaction, 'lin', 'tea', 1), true);
    });
    const room = await reads.roomView('tea', 'lin');
    assert.deepEqual(await reads.accountPage({ account: 'lin', after: 0, limit: 10 }), {
      kind: 'page',
      events: [
        { t: 'entered', seq: 1, room },
        { t: 'read', seq: 2, room: 'tea', n: 1 },
      ],
      seq: 2,
    });
    assert.equal(room?.read, 1);
    assert.deepEqual((await reads.accountPage({ account: 'lin', after: 1, limit: 10 })).kind, 'page');
    assert.equal(await reads.accountSeq('lin'), 2);
    assert.equal(await reads.accountSeq('nobody'), 0);
  });

  scenario(
    'what happened in a room that was left since is told as an exit, without a gap',
    async ({ reads, ledger }) => {
      await ledger.transact(async (transaction) => {
        await register(transaction, 'ada', 'lin');
        await makeRoom(transaction, 'tea', 'ada');
        await makeRoom(transaction, 'cake', 'ada');
        await posted(transaction, 'tea', 'ada', 'hi');
        await join(transaction, 'tea', 'lin');
        await posted(transaction, 'tea', 'ada', 'ho');
        await readTo(transaction, 'lin', 'tea', 2);
        await leave(transaction, 'tea', 'lin');
        await join(transaction, 'cake', 'lin');
        await leave(transaction, 'cake', 'lin');
        await join(transaction, 'cake', 'lin', 'ada');
      });
      const cake = await reads.roomView('cake', 'lin');
      assert.deepEqual(await reads.accountPage({ account: 'lin', after: 0, limit: 10 }), {
        kind: 'page',
        events: [
          { t: 'exited', seq: 1, room: 'tea' },
          { t: 'exited', seq: 2, room: 'tea' },
          { t: 'exited', seq: 3, room: 'tea' },
          { t: 'entered', seq: 4, room: cake },
          { t: 'exited', seq: 5, room: 'cake' },
          { t: 'entered', seq: 6, room: cake, invitedBy: { id: 'ada', name: 'ada' } },
        ],
        seq: 6,
      });
    },
  );

  scenario('a snapshot has the Lobby first and every other room by name', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin');
      await makeRoom(transaction, 'tea', 'ada');
      await makeRoom(transaction, 'cake', 'ada', 'private');
      await makeRoom(transaction, 'lin alone', 'lin');
      await posted(transaction, 'tea', 'ada', 'hi');
      await join(transaction, 'tea', 'lin');
    });
    const { t, seq, rooms } = await reads.accountSnapshot('ada');
    assert.deepEqual([t, seq, rooms.map(({ id }) => id)], ['snapshot', 2, [LOBBY_ID, 'cake', 'tea']]);
    for (const room of rooms) assert.deepEqual(room, await reads.roomView(room.id, 'ada'));
    assert.deepEqual(await reads.accountSnapshot('nobody'), { t: 'snapshot', seq: 0, rooms: [] });
  });

  scenario('an account’s stream keeps what can be resumed, and resets an older cursor', async ({ reads, ledger }) => {
    const { resumeEvents } = LIMITS;
    const count = resumeEvents + 50;
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin');
      await exitOften(transaction, 'ada', count);
      await exitOften(transaction, 'lin', 3);
    });
    const page = (after: number) => reads.accountPage({ account: 'ada', after, limit: LIMITS.pageRows });
    const snapshot = await reads.accountSnapshot('ada');
    assert.deepEqual(await page(0), { kind: 'reset', snapshot });
    assert.deepEqual(await page(count - resumeEvents - 1), { kind: 'reset', snapshot });
    assert.deepEqual(await page(count + 1), { kind: 'reset', snapshot });
    const kept: AccountEvent[] = [];
    for (let after = count - resumeEvents; after < count; after = kept.at(-1)!.seq) {
      const next = await page(after);
      assert.ok(next.kind === 'page' && next.events.length > 0);
      kept.push(...next.events);
    }
    assertGapFree(kept, count - resumeEvents + 1);
    assert.equal(kept.length, resumeEvents);
    assert.equal((await reads.accountPage({ account: 'lin', after: 0, limit: 5 })).kind, 'page');
  });

  async function exitOften(transaction: Transaction, account: string, count: number): Promise<void> {
    for (let seq = 1; seq <= count; seq++) {
      assert.equal(await transaction.appendAccountEvent({ account, kind: 'exited', room: LOBBY_ID }), seq);
    }
  }
}
