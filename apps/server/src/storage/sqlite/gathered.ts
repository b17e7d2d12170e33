import type { DatabaseSync } from 'node:sqlite';
import type { Replies, RoomEvent } from '@skein/protocol/rooms';
import { prepare, query } from './statements.ts';
import { tagsIn, type MemberRange } from './tags.ts';

/** Gives messages what has gathered at them, as one member sees it: few look-ups for all of a page (SPEC Q3, T2). */
export type Gathering = (range: MemberRange, events: readonly RoomEvent[]) => RoomEvent[];

export function gathering(database: DatabaseSync): Gathering {
  const groups = prepareGroups(database);
  const tagsOf = tagsIn(database);
  const savedIn = prepareSaved(database);

  return (range, events) => {
    const replies = new Map(groups.all(range).map((row) => [row.message, toReplies(row)]));
    const tags = tagsOf(range);
    const saved = new Set(savedIn.all(range).map(({ message }) => message));
    return events.map((event) => {
      if (event.t !== 'message') return event;
      const [own, ownTags] = [replies.get(event.seq), tags.get(event.seq)];
      return {
        ...event,
        ...(own ? { replies: own } : {}),
        ...(ownTags ? { tags: ownTags } : {}),
        ...(saved.has(event.seq) ? SAVED : {}),
      };
    });
  };
}

const SAVED = { saved: true } as const;

function toReplies({ count, seq, at, read }: Omit<Replies, 'read'> & { readonly read: number | null }): Replies {
  return { count, seq, at, ...(read === null ? {} : { read }) };
}

function prepareGroups(database: DatabaseSync) {
  return prepare(database, (p: MemberRange) =>
    query
      .selectFrom('reply_groups')
      .leftJoin('reply_reads', (join) =>
        join
          .onRef('reply_reads.room_id', '=', 'reply_groups.room_id')
          .onRef('reply_reads.root_seq', '=', 'reply_groups.root_seq')
          .on('reply_reads.account_id', '=', p.account),
      )
      .select([
        'reply_groups.root_seq as message',
        'reply_groups.count',
        'reply_groups.seq',
        'reply_groups.at',
        'reply_reads.r as read',
      ])
      .where('reply_groups.room_id', '=', p.room)
      .where('reply_groups.root_seq', '>', p.after)
      .where('reply_groups.root_seq', '<=', p.upTo),
  );
}

function prepareSaved(database: DatabaseSync) {
  return prepare(database, (p: MemberRange) =>
    query
      .selectFrom('saved_messages')
      .select('message_seq as message')
      .where('account_id', '=', p.account)
      .where('room_id', '=', p.room)
      .where('message_seq', '>', p.after)
      .where('message_seq', '<=', p.upTo),
  );
}
