import assert from 'node:assert/strict';
import { LIMITS } from '@skein/protocol/limits';
import { shown } from '@skein/protocol/message-changes';
import type { Message } from '@skein/protocol/rooms';
import { SeededRandom } from '@skein/shared-memory/testing/seeded-random';
import { randomInt } from 'node:crypto';
import type { ReadStore, Tagging, Transaction } from '../store.ts';
import { change, deletion, join, leave, makeRoom, posted, register, wholeRoom } from './deeds.ts';
import type { Scenario } from './store-under-test.ts';

export function tagContract(scenario: Scenario): void {
  scenario('T1: a reaction and a pin are events, and are at the message in a page of history', async (store) => {
    const { ledger, reads } = store;
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      const first = await transaction.appendTagging({ ...reacted('lin', '👍'), now: 6_000 });
      assert.deepEqual(first, { place: { seq: 5, n: 1, at: 6_000 }, count: 1 });
      assert.equal((await transaction.appendTagging({ ...reacted('ada', '👍'), now: 6_000 })).count, 2);
      await transaction.appendTagging({ ...reacted('ada', '🎉'), now: 6_000 });
      await transaction.appendTagging({ ...reacted('lin', '👍', 'unreacted'), now: 6_000 });
      await transaction.appendTagging({ ...pinned('lin'), now: 7_000 });
    });
    const reactions = [
      { emoji: '👍', count: 1, since: 5, own: true, by: [person('ada')] },
      { emoji: '🎉', count: 1, since: 7, own: true, by: [person('ada')] },
    ];
    const pin = { at: 7_000, by: 'lin', name: 'lin' };
    assert.deepEqual((await messageSeenBy(reads, 'ada')).tags, { seq: 9, reactions, pinned: pin });
    const asLin = (await messageSeenBy(reads, 'lin')).tags;
    assert.deepEqual(
      asLin?.reactions.map(({ own }) => own),
      [false, false],
    );
    const events = (await wholeRoom(reads, 'tea')).slice(4);
    assert.deepEqual(
      events.map((event) => `${event.t} ${'emoji' in event ? `${event.emoji} ${event.count}` : ''}`.trim()),
      ['reacted 👍 1', 'reacted 👍 2', 'reacted 🎉 1', 'unreacted 👍 1', 'pinned'],
    );
    const { message, id } = reacted('lin', '👍');
    const place = { room: 'tea', seq: 5, at: 6_000, by: 'lin', name: 'lin' };
    assert.deepEqual(events[0], { t: 'reacted', ...place, message, n: 1, id, emoji: '👍', count: 1 });
  });

  scenario('T3: what was put on a message goes with it', async (store) => {
    await store.ledger.transact(async (transaction) => {
      await tea(transaction);
      await transaction.appendTagging({ ...reacted('lin', '👍'), now: 6_000 });
      await transaction.appendTagging({ ...pinned('lin'), now: 6_000 });
      await change(transaction, deletion(3));
      const again = await transaction.earlierTagging({ ...reacted('lin', '🎉'), id: reacted('lin', '👍').id });
      assert.deepEqual(again.kind, 'repeated', 'known by its id alone');
    });
    await store.reopen();
    assert.equal((await messageSeenBy(store.reads, 'ada')).tags, undefined);
    assert.doesNotMatch(JSON.stringify(await wholeRoom(store.reads, 'tea')), /👍/u);
    assert.deepEqual(await store.reads.pins({ room: 'tea', account: 'ada' }), { messages: [] });
    assert.deepEqual(await reactors(store.reads, '👍'), { people: [] });
  });

  scenario('T1: who has reacted is listed in order, in pages, and named up to a number', async ({ ledger, reads }) => {
    const names = Array.from({ length: LIMITS.reactionNames + 5 }, (_, index) => `p${String(index).padStart(2, '0')}`);
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      await register(transaction, ...names);
      for (const name of names) await transaction.appendTagging({ ...reacted(name, '👍'), now: 6_000 });
      await transaction.appendTagging({ ...reacted('p01', '👍', 'unreacted'), now: 6_000 });
    });
    const left = names.filter((name) => name !== 'p01');
    const page = await reactors(reads, '👍', undefined, 4);
    assert.deepEqual(page?.people, left.slice(0, 4).map(person));
    assert.deepEqual((await reactors(reads, '👍', page?.next))?.people, left.slice(4).map(person));
    const [reaction] = (await messageSeenBy(reads, 'ada')).tags!.reactions;
    assert.deepEqual(reaction?.by, left.slice(0, LIMITS.reactionNames - 1).map(person));
    assert.equal(reaction.count, left.length);
  });

  scenario('pins are listed with the last one first, for members', async ({ ledger, reads }) => {
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      await transaction.appendTagging({ ...pinned('ada', 3), now: 6_000 });
      await transaction.appendTagging({ ...pinned('ada', 4), now: 6_000 });
      await transaction.appendTagging({ ...pinned('ada', 3, 'again'), now: 6_000 });
    });
    const list = async () => (await reads.pins({ room: 'tea', account: 'lin' }))?.messages.map(({ seq }) => seq);
    assert.deepEqual(await list(), [3, 4]);
    await ledger.transact(async (transaction) => {
      await transaction.appendTagging({ ...pinned('ada', 3, 'off'), kind: 'unpinned', now: 6_000 });
    });
    assert.deepEqual(await list(), [4]);
    await ledger.transact((transaction) => leave(transaction, 'tea', 'lin'));
    assert.equal(await list(), undefined);
  });

  scenario('a message is judged by how much is on it', async ({ ledger }) => {
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      const none = { reactions: 0, own: 0, isThere: false, isOwn: false, pins: 0, isPinned: false };
      assert.deepEqual(await transaction.tagCounts(reacted('lin', '👍')), none);
      await transaction.appendTagging({ ...reacted('ada', '👍'), now: 6_000 });
      await transaction.appendTagging({ ...reacted('lin', '🎉'), now: 6_000 });
      await transaction.appendTagging({ ...pinned('lin'), now: 6_000 });
      const counts = { reactions: 2, own: 1, isThere: true, isOwn: false, pins: 1, isPinned: true };
      assert.deepEqual(await transaction.tagCounts(reacted('lin', '👍')), counts);
      assert.deepEqual(await transaction.tagCounts(reacted('lin', '🎉')), { ...counts, isOwn: true });
    });
  });

  scenario('T2: in whatever order things are put there, pages and streams show the same', async (store, context) => {
    const seed = Number(process.env['SKEIN_SEED'] ?? randomInt(2 ** 31));
    context.diagnostic(`SKEIN_SEED=${seed}`);
    const random = new SeededRandom(seed);
    await store.ledger.transact(tea);
    for (let step = 0; step < 120; step++) {
      const who = ['ada', 'lin'][random.below(2)]!;
      const message = 3 + random.below(2);
      const kinds = ['reacted', 'unreacted', 'pinned', 'unpinned'] as const;
      const kind = kinds[random.below(4)]!;
      const named = { room: 'tea', message, by: who, id: `id ${step}` };
      const emoji = ['👍', '🎉', '❤️'][random.below(3)]!;
      const tagging = (
        kind === 'pinned' || kind === 'unpinned' ? { ...named, kind } : { ...named, kind, emoji }
      ) as Tagging;
      await store.ledger.transact((transaction) => transaction.appendTagging({ ...tagging, now: 6_000 }));
      if (step % 10 > 0) continue;
      const self = ['ada', 'lin'][random.below(2)]!;
      const page = await store.reads.history({ room: 'tea', account: self, from: { kind: 'end' }, limit: 200 });
      assert.deepEqual(shown(await wholeRoom(store.reads, 'tea'), self), shown(page!.events, self));
    }
  });
}

function reacted(by: string, emoji: string, kind: 'reacted' | 'unreacted' = 'reacted'): Tagging & { emoji: string } {
  return { room: 'tea', message: 3, by, id: `${kind} ${emoji.codePointAt(0)}`, kind, emoji };
}

function pinned(by: string, message = 3, id = 'pin'): Tagging {
  return { room: 'tea', message, by, id: `${id} ${message}`, kind: 'pinned' };
}

function person(name: string) {
  return { id: name, name };
}

function reactors(reads: ReadStore, emoji: string, after?: number, limit = 200) {
  return reads.reactors({ room: 'tea', account: 'ada', message: 3, emoji, after, limit });
}

async function messageSeenBy(reads: ReadStore, account: string): Promise<Message> {
  const page = await reads.history({ room: 'tea', account, from: { kind: 'around', seq: 3 }, limit: 1 });
  return page!.events[0] as Message;
}

/** Ada's room tea with Lin in it: `first` of Ada's at seq 3, `other` of Lin's at seq 4. */
async function tea(transaction: Transaction): Promise<void> {
  await register(transaction, 'ada', 'lin');
  await makeRoom(transaction, 'tea', 'ada');
  await join(transaction, 'tea', 'lin');
  await posted(transaction, 'tea', 'ada', 'first');
  // Among messages with nothing on them.
  await posted(transaction, 'tea', 'lin', 'other');
}
