import type { DatabaseSync } from 'node:sqlite';
import type { TagKind } from '../schema.ts';
import type { MessagePlace, Tagging, Transaction } from '../store.ts';
import { namedAfter } from '../tags.ts';
import { nextPlace, type KnownRows } from './known-rows.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods = 'earlierTagging' | 'tagCounts' | 'appendTagging';

export interface MessageKey {
  readonly room: string;
  readonly message: number;
}

interface EmojiKey extends MessageKey {
  readonly emoji: string;
}

export function ledgerTags(database: DatabaseSync, known: KnownRows): Synchronous<Pick<Transaction, Methods>> {
  const statements = prepareStatements(database);

  function count(key: EmojiKey): number {
    return statements.reaction.get(key)?.count ?? 0;
  }

  /** @returns how many have put the emoji on the message now */
  function react(tagging: Extract<Tagging, { emoji: string }>, seq: number): number {
    const { kind, by } = tagging;
    const key = { room: tagging.room, message: tagging.message, emoji: tagging.emoji };
    const before = statements.reaction.get(key);
    const own = { ...key, account: by };
    const moved =
      kind === 'reacted' ? statements.addReaction.run({ ...own, seq }) : -statements.removeReaction.run(own);
    const next = (before?.count ?? 0) + moved;
    if (next === 0) {
      statements.forgetReaction.run(key);
      return 0;
    }
    const since = kind === 'reacted' && next === 1 ? seq : (before?.since ?? seq);
    const named = JSON.stringify(namedAfter(kind, JSON.parse(before?.named ?? '[]') as string[], by));
    statements.saveReaction.run({ ...key, count: next, since, named });
    return next;
  }

  return {
    earlierTagging(tagging) {
      const first = statements.byClientId.get(tagging);
      if (!first) return { kind: 'none' };
      const isSame =
        first.room === tagging.room &&
        first.message === tagging.message &&
        first.kind === tagging.kind &&
        (first.emoji === '' || first.emoji === emojiOf(tagging));
      return isSame ? { kind: 'repeated', place: { seq: first.seq, n: first.n, at: first.at } } : { kind: 'reused' };
    },

    tagCounts(tagging) {
      const { room, message, by: account } = tagging;
      const key = { room, message, emoji: emojiOf(tagging) };
      return {
        reactions: statements.countReactions.get(key)?.count ?? 0,
        own: statements.countOwn.get({ ...key, account })?.count ?? 0,
        isThere: count(key) > 0,
        isOwn: statements.own.get({ ...key, account }) !== undefined,
        pins: statements.countPins.get({ room })?.count ?? 0,
        isPinned: (statements.tags.get(key)?.pin ?? null) !== null,
      };
    },

    appendTagging(tagging) {
      const room = known.existingRoom(tagging.room);
      const n = statements.message.get(tagging)?.n;
      if (n === undefined) throw new Error(`there is no message ${tagging.message} in room ${tagging.room}`);
      const place = { ...nextPlace(room, tagging.now), n };
      const now = 'emoji' in tagging ? react(tagging, place.seq) : 0;
      statements.insertEvent.run({ ...tagging, ...place, emoji: emojiOf(tagging), count: now });
      const { room: id, message } = tagging;
      const before = statements.tags.get({ room: id, message })?.pin ?? null;
      const pin = tagging.kind === 'pinned' ? place.seq : tagging.kind === 'unpinned' ? null : before;
      statements.saveTags.run({ room: id, message, seq: place.seq, pin });
      known.changeRoom({ ...room, seq: place.seq, at: place.at });
      return { place, count: now };
    },
  };
}

/** What was put on a message goes with it: nothing of it is left but that there was something. */
export function tagRemoval(database: DatabaseSync): (key: MessageKey) => void {
  const blankEvents = prepare(database, (p: MessageKey) =>
    query
      .updateTable('tag_events')
      .set({ emoji: '' })
      .where('room_id', '=', p.room)
      .where('message_seq', '=', p.message),
  );
  const removals = (['message_tags', 'reaction_counts', 'reactions'] as const).map((table) =>
    prepare(database, (p: MessageKey) =>
      query.deleteFrom(table).where('room_id', '=', p.room).where('message_seq', '=', p.message),
    ),
  );
  return (key) => {
    if (blankEvents.run(key) > 0) for (const removal of removals) removal.run(key);
  };
}

function emojiOf(tagging: Tagging): string {
  return 'emoji' in tagging ? tagging.emoji : '';
}

interface EventValues extends EmojiKey, MessagePlace {
  readonly kind: TagKind;
  readonly by: string;
  readonly id: string;
  readonly count: number;
}

function prepareStatements(database: DatabaseSync) {
  return {
    message: prepare(database, (p: MessageKey) =>
      query.selectFrom('messages').select('n').where('room_id', '=', p.room).where('seq', '=', p.message),
    ),
    byClientId: prepare(database, (p: { by: string; id: string }) =>
      query
        .selectFrom('tag_events')
        .select(['room_id as room', 'message_seq as message', 'kind', 'emoji', 'seq', 'n', 'at'])
        .where('client_id', '=', p.id)
        .where('by_id', '=', p.by),
    ),
    insertEvent: prepare(database, (p: EventValues) =>
      query.insertInto('tag_events').values({
        room_id: p.room,
        seq: p.seq,
        kind: p.kind,
        message_seq: p.message,
        n: p.n,
        at: p.at,
        by_id: p.by,
        client_id: p.id,
        emoji: p.emoji,
        count: p.count,
      }),
    ),
    tags: prepare(database, (p: MessageKey) =>
      query
        .selectFrom('message_tags')
        .select('pin_seq as pin')
        .where('room_id', '=', p.room)
        .where('message_seq', '=', p.message),
    ),
    saveTags: prepare(database, (p: MessageKey & { seq: number; pin: number | null }) =>
      query
        .insertInto('message_tags')
        .values({ room_id: p.room, message_seq: p.message, seq: p.seq, pin_seq: p.pin })
        .onConflict((conflict) =>
          conflict.columns(['room_id', 'message_seq']).doUpdateSet({ seq: p.seq, pin_seq: p.pin }),
        ),
    ),
    countPins: prepare(database, (p: { room: string }) =>
      query
        .selectFrom('message_tags')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('room_id', '=', p.room)
        .where('pin_seq', 'is not', null),
    ),
    reaction: prepare(database, (p: EmojiKey) =>
      query
        .selectFrom('reaction_counts')
        .select(['count', 'since', 'named'])
        .where('room_id', '=', p.room)
        .where('message_seq', '=', p.message)
        .where('emoji', '=', p.emoji),
    ),
    countReactions: prepare(database, (p: MessageKey) =>
      query
        .selectFrom('reaction_counts')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('room_id', '=', p.room)
        .where('message_seq', '=', p.message),
    ),
    saveReaction: prepare(database, (p: EmojiKey & { count: number; since: number; named: string }) =>
      query
        .insertInto('reaction_counts')
        .values({
          room_id: p.room,
          message_seq: p.message,
          emoji: p.emoji,
          count: p.count,
          since: p.since,
          named: p.named,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['room_id', 'message_seq', 'emoji'])
            .doUpdateSet({ count: p.count, since: p.since, named: p.named }),
        ),
    ),
    forgetReaction: prepare(database, (p: EmojiKey) =>
      query
        .deleteFrom('reaction_counts')
        .where('room_id', '=', p.room)
        .where('message_seq', '=', p.message)
        .where('emoji', '=', p.emoji),
    ),
    own: prepare(database, (p: EmojiKey & { account: string }) =>
      query
        .selectFrom('reactions')
        .select('seq')
        .where('room_id', '=', p.room)
        .where('account_id', '=', p.account)
        .where('message_seq', '=', p.message)
        .where('emoji', '=', p.emoji),
    ),
    countOwn: prepare(database, (p: MessageKey & { account: string }) =>
      query
        .selectFrom('reactions')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('room_id', '=', p.room)
        .where('account_id', '=', p.account)
        .where('message_seq', '=', p.message),
    ),
    addReaction: prepare(database, (p: EmojiKey & { account: string; seq: number }) =>
      query
        .insertInto('reactions')
        .values({ room_id: p.room, account_id: p.account, message_seq: p.message, emoji: p.emoji, seq: p.seq })
        .onConflict((conflict) => conflict.columns(['room_id', 'account_id', 'message_seq', 'emoji']).doNothing()),
    ),
    removeReaction: prepare(database, (p: EmojiKey & { account: string }) =>
      query
        .deleteFrom('reactions')
        .where('room_id', '=', p.room)
        .where('account_id', '=', p.account)
        .where('message_seq', '=', p.message)
        .where('emoji', '=', p.emoji),
    ),
  };
}
