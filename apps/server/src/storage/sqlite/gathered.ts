import type { DatabaseSync } from 'node:sqlite';
import type { Replies, RoomEvent } from '@skein/protocol/rooms';
import type { Range } from './room-events.ts';
import { prepare, query } from './statements.ts';

interface MemberRange extends Range {
  readonly account: string;
}

/** Gives messages what has gathered at them, as one member sees it: a look-up for all of a page (SPEC Q3). */
export type Gathering = (range: MemberRange, events: readonly RoomEvent[]) => RoomEvent[];

export function gathering(database: DatabaseSync): Gathering {
  const groups = prepareGroups(database);

  return (range, events) => {
    const replies = new Map(groups.all(range).map((row) => [row.message, toReplies(row)]));
    return events.map((event) => {
      const found = event.t === 'message' ? replies.get(event.seq) : undefined;
      return found ? { ...event, replies: found } : event;
    });
  };
}

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
