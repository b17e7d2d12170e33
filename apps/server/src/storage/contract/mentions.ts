import assert from 'node:assert/strict';
import { LIMITS } from '@skein/protocol/limits';
import type { MentionKind } from '@skein/protocol/rest';
import { LOBBY_ID } from '../lobby.ts';
import type { Transaction } from '../store.ts';
import { change, edit, join, leave, makeRoom, posted, readTo, register, wholeRoom } from './deeds.ts';
import type { Scenario } from './store-under-test.ts';

export function mentionContract(scenario: Scenario): void {
  scenario('M2: a message names whom its body mentions, also once it was edited', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      await posted(transaction, 'tea', 'ada', '<@lin> and <@nobody>');
      await change(transaction, edit('<@ada>, not <@lin>', 3));
    });
    const [message, , named, edited] = (await wholeRoom(reads, 'tea')).slice(2);
    const [ada, lin] = [person('ada'), person('lin')];
    assert.deepEqual(message?.t === 'message' && message.mentions, [ada, lin]);
    assert.deepEqual(named?.t === 'message' && named.mentions, [lin]);
    assert.deepEqual(edited?.t === 'edited' && edited.mentions, [ada, lin]);
    assert.equal('mentions' in (await wholeRoom(reads, 'tea'))[3]!, false);
  });

  scenario('M3: mentions above the read mark are in the room’s view', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      for (const n of [1, 2]) await mention(transaction, 'ada', n);
      await mention(transaction, 'lin', 1);
    });
    const unread = async () => (await reads.roomView('tea', 'ada'))?.mentions;
    assert.deepEqual(await unread(), [2], 'her own message moved her mark to 1');
    assert.deepEqual((await reads.accountSnapshot('ada')).rooms.find(({ id }) => id === 'tea')?.mentions, [2]);
    await ledger.transact(async (transaction) => {
      assert.deepEqual((await transaction.roomView('tea', 'ada'))?.mentions, [2]);
      await readTo(transaction, 'ada', 'tea', 2);
    });
    assert.equal(await unread(), undefined);
  });

  scenario('M6: late mentions are in the room’s view and unread until seen, whatever was read', async (store) => {
    const { reads, ledger } = store;
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      await readTo(transaction, 'ada', 'tea', 2);
      await mention(transaction, 'ada', 2, 'mention', true);
      await mention(transaction, 'lin', 1, 'mention', true);
    });
    const told = async () => {
      const { items } = await reads.inbox({ account: 'ada', before: undefined, limit: 10 });
      return [(await reads.roomView('tea', 'ada'))?.lateMentions, items.map(({ isRead }) => isRead)];
    };
    assert.deepEqual(await told(), [[4], [false]]);
    const page = await reads.accountPage({ account: 'ada', after: 0, limit: 10 });
    const mentioned = page.kind === 'page' && page.events.find(({ t }) => t === 'mentioned');
    assert.ok(mentioned && mentioned.t === 'mentioned' && mentioned.late);
    await ledger.transact(async (transaction) => {
      assert.deepEqual((await transaction.roomView('tea', 'ada'))?.lateMentions, [4]);
      assert.equal(await transaction.seeMention('ada', 'tea', 3), undefined, 'lin’s');
      assert.equal(await transaction.seeMention('ada', 'tea', 4), 2);
      assert.equal(await transaction.seeMention('ada', 'tea', 4), undefined);
    });
    assert.deepEqual(await told(), [undefined, [true]]);
    await ledger.transact(async (transaction) => {
      await leave(transaction, 'tea', 'lin');
      await join(transaction, 'tea', 'lin');
    });
    assert.equal(
      (await reads.roomView('tea', 'lin'))?.lateMentions,
      undefined,
      'who comes back has nothing to catch up with',
    );
  });

  scenario('M3: of many unread mentions a room’s view has the newest', async ({ reads, ledger }) => {
    const count = LIMITS.mentionsNamed + 5;
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      for (let n = 3; n <= count; n++) await posted(transaction, 'tea', 'lin', `${n}`);
      for (let n = 2; n <= count; n++) await mention(transaction, 'ada', n);
    });
    const mentions = (await reads.roomView('tea', 'ada'))?.mentions;
    assert.deepEqual([mentions?.length, mentions?.[0], mentions?.at(-1)], [LIMITS.mentionsNamed, 6, count]);
  });

  scenario(
    'M5: the inbox has what mentions one, the newest first, in the rooms one is in',
    async ({ reads, ledger }) => {
      await ledger.transact(async (transaction) => {
        await tea(transaction);
        await mention(transaction, 'ada', 1, 'reply');
        await mention(transaction, 'ada', 2, 'room');
        await mention(transaction, 'lin', 1);
      });
      const page = async (before?: number, limit = 10) => {
        const { items, ...rest } = await reads.inbox({ account: 'ada', before, limit });
        return { items: items.map(({ kind, isRead, message }) => `${kind} ${message.body} ${isRead}`), ...rest };
      };
      assert.deepEqual(await page(), { items: ['room other false', 'reply first true'], more: false });
      assert.deepEqual(await page(undefined, 1), { items: ['room other false'], more: true, before: 3 });
      assert.deepEqual(await page(3, 1), { items: ['reply first true'], more: false });
      await ledger.transact(async (transaction) => {
        assert.deepEqual(await transaction.mentionedIn('tea', 4), ['ada']);
        assert.deepEqual(await transaction.removeMentions('tea', 4), ['ada']);
        assert.deepEqual(await transaction.mentionedIn('tea', 4), []);
        assert.deepEqual(await transaction.removeMentions('tea', 4), []);
      });
      assert.deepEqual(await page(), { items: ['reply first true'], more: false });
      await ledger.transact((transaction) => leave(transaction, 'tea', 'ada'));
      assert.deepEqual(await page(), { items: [], more: false });
    },
  );

  scenario('M4: everybody in a room can be told, in the Lobby too, up to a number', async ({ ledger }) => {
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      assert.deepEqual(await transaction.membersOf('tea', 10), ['ada', 'lin']);
      assert.deepEqual((await transaction.membersOf(LOBBY_ID, 10)).toSorted(), ['ada', 'lin']);
      assert.equal((await transaction.membersOf('tea', 1)).length, 1);
    });
  });
}

async function mention(
  transaction: Transaction,
  account: string,
  n: number,
  kind: MentionKind = 'mention',
  isLate = false,
) {
  const named = { account, room: 'tea', n, message: n + 2 };
  const seq = await transaction.appendAccountEvent({ kind: isLate ? 'mentioned-late' : 'mentioned', ...named });
  await transaction.addMention({ ...named, seq, kind, isLate, edit: undefined });
}

function person(name: string) {
  return { id: name, name };
}

/** Ada's room tea with Lin in it: `first` of Ada's at seq 3, `other` of Lin's at seq 4. */
async function tea(transaction: Transaction): Promise<void> {
  await register(transaction, 'ada', 'lin');
  await makeRoom(transaction, 'tea', 'ada');
  await join(transaction, 'tea', 'lin');
  await posted(transaction, 'tea', 'ada', 'first');
  await posted(transaction, 'tea', 'lin', 'other');
}
