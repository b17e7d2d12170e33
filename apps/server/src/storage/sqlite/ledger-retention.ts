import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { SERVER_ACCOUNT_ID } from '../lobby.ts';
import type { RoomRow } from '../rows.ts';
import type { ExpiryStep, Transaction } from '../store.ts';
import type { Synchronous } from '../synchronous.ts';
import { NO_HASH } from './body-hash.ts';
import { nextPlace, type KnownRows } from './known-rows.ts';
import { tagRemoval } from './ledger-tags.ts';
import { prepare, query } from './statements.ts';

type Methods = 'roomsWithRetention' | 'expire' | 'giveBackSpace';

/** What one step deletes at most; what is deleted is overwritten too, so bytes count. */
const STEP = { events: 200, bytes: 256 * 1024, mentions: 1_000 };

/** The room of a row that is no message any more. */
const NOWHERE = '';
const BLANK = { room_id: NOWHERE, seq: 0, client_id: '', body_hash: NO_HASH };

interface Range {
  readonly room: string;
  readonly after: number;
  readonly upTo: number;
}

export function ledgerRetention(database: DatabaseSync, known: KnownRows): Synchronous<Pick<Transaction, Methods>> {
  const statements = prepareStatements(database);
  const removeTags = tagRemoval(database);
  const freePages = database.prepare('pragma freelist_count');

  const eventsIn = (range: Range) =>
    [
      ...statements.messages.all(range),
      ...statements.changes.all(range),
      ...statements.tagEvents.all(range),
      ...statements.others.all(range),
    ].sort((left, right) => left.seq - right.seq);

  /** Whether the first event that the room still has is from before a time. */
  function isOlder(id: string, time: number): boolean {
    const { floor } = known.existingRoom(id);
    const [first] = eventsIn({ room: id, after: floor, upTo: floor + 1 });
    return first !== undefined && first.at < time;
  }

  /** The last seq that a step may delete. */
  function endOfStep({ id: room, floor }: RoomRow, before: number): number {
    let bytes = 0;
    let end = floor;
    for (const { seq, at, byteLength } of eventsIn({ room, after: floor, upTo: floor + STEP.events })) {
      bytes += byteLength;
      if (at >= before || (bytes > STEP.bytes && end > floor)) break;
      end = seq;
    }
    const change = statements.changeBeyondStep.get({ room, after: floor, upTo: end });
    return change ? Math.max(floor + 1, change.message - 1) : end;
  }

  function raiseFloor(room: RoomRow, before: number): void {
    const floor = endOfStep(room, before);
    const range = { room: room.id, after: room.floor, upTo: floor };
    for (const { message } of statements.tagged.all(range)) removeTags({ room: room.id, message });
    keepNewestRows(room.id, floor);
    statements.deleteMessages.run(range);
    statements.deleteTagEvents.run(range);
    statements.deleteChanges.run(range);
    statements.deleteOthers.run(range);
    // Changes of these messages that stay for now: their events are without bodies from here on.
    statements.blankChanges.run(range);
    statements.deleteSaved.run(range);
    statements.deleteReplies.run(range);
    for (const group of statements.deleteGroups.all({ room: room.id, floor })) statements.deleteReplyReads.run(group);
    saveFloor({ ...room, floor });
  }

  /**
   * Whoever follows messages and changes by their rows, as the search index does, needs each row's id to be given once; SQLite
   * gives that of the newest row again once it is deleted. So nothing but the id of it stays, until a newer one goes.
   */
  function keepNewestRows(room: string, floor: number): void {
    for (const { newest, forgetLast, blank } of [statements.lastMessage, statements.lastChange]) {
      const row = newest.get({});
      if (row?.room !== room || row.seq > floor) continue;
      forgetLast.run({});
      blank.run(row);
    }
  }

  /** How many messages the room had up to its floor. */
  function countedTo({ id: room, floor, n }: RoomRow): number {
    const next = statements.nextMessage.get({ room, after: floor });
    return next ? next.n - 1 : n;
  }

  function tell(room: RoomRow, now: number): ExpiryStep['told'] {
    const told = { floor: room.floor, n: countedTo(room) };
    if (told.n === room.told.n) return undefined;
    const place = nextPlace(room, now);
    statements.insertExpired.run({ room: room.id, ...place, ...told });
    saveFloor({ ...room, ...place, told });
    return { ...place, ...told };
  }

  /**
   * Mentions stay until it was told that their messages have gone: members count them as long. From then on they are below
   * everybody's mark. @returns whether all of these have gone
   */
  function forgetMentions({ id: room, told }: RoomRow): boolean {
    return statements.deleteMentions.run({ room, upTo: told.floor }) < STEP.mentions;
  }

  function saveFloor(room: RoomRow): void {
    const { id, floor, told } = room;
    statements.saveFloor.run({ id, floor, toldFloor: told.floor, toldN: told.n });
    known.changeRoom(room);
  }

  return {
    roomsWithRetention: (request) => statements.roomsWithRetention.all(request).map(({ id }) => id),

    expire({ room: id, before, due, now }) {
      const asBefore = known.existingRoom(id);
      const isUnfinished = countedTo(asBefore) > asBefore.told.n;
      const isBegun = isOlder(id, isUnfinished ? before : due);
      if (isBegun) raiseFloor(asBefore, before);
      const isAllGone = !isBegun || !isOlder(id, before);
      const told = isAllGone ? tell(known.existingRoom(id), now) : undefined;
      const room = known.existingRoom(id);
      return { floor: room.floor, isDone: forgetMentions(room) && isAllGone, told };
    },

    giveBackSpace({ pages, keep }) {
      const free = (): number => Number(freePages.get()!['freelist_count']) - keep;
      const count = Math.min(pages, free());
      if (count > 0) database.prepare(`pragma incremental_vacuum(${count})`).all();
      return Math.max(0, free());
    },
  };
}

function prepareStatements(database: DatabaseSync) {
  return {
    roomsWithRetention: prepare(database, (p: { after: string; limit: number }) =>
      query
        .selectFrom('rooms')
        .select('id')
        .where('retention_days', 'is not', null)
        .where('id', '>', p.after)
        .orderBy('id')
        .limit(p.limit),
    ),
    messages: prepare(database, (p: Range) =>
      query
        .selectFrom('messages')
        .select(['seq', 'at', sql<number>`octet_length(body)`.as('byteLength')])
        .where('room_id', '=', p.room)
        .where('seq', '>', p.after)
        .where('seq', '<=', p.upTo),
    ),
    changes: prepare(database, (p: Range) =>
      query
        .selectFrom('message_changes')
        .select(['seq', 'at', sql<number>`octet_length(earlier_body)`.as('byteLength')])
        .where('room_id', '=', p.room)
        .where('seq', '>', p.after)
        .where('seq', '<=', p.upTo),
    ),
    tagEvents: prepare(database, (p: Range) =>
      query
        .selectFrom('tag_events')
        .select(['seq', 'at', sql<number>`0`.as('byteLength')])
        .where('room_id', '=', p.room)
        .where('seq', '>', p.after)
        .where('seq', '<=', p.upTo),
    ),
    tagged: prepare(database, (p: Range) =>
      query
        .selectFrom('message_tags')
        .select('message_seq as message')
        .where('room_id', '=', p.room)
        .where('message_seq', '>', p.after)
        .where('message_seq', '<=', p.upTo),
    ),
    deleteTagEvents: prepare(database, (p: Range) =>
      query
        .deleteFrom('tag_events')
        .where('room_id', '=', p.room)
        .where('seq', '>', p.after)
        .where('seq', '<=', p.upTo),
    ),
    others: prepare(database, (p: Range) =>
      query
        .selectFrom('room_events')
        .select(['seq', 'at', sql<number>`0`.as('byteLength')])
        .where('room_id', '=', p.room)
        .where('seq', '>', p.after)
        .where('seq', '<=', p.upTo),
    ),
    changeBeyondStep: prepare(database, (p: Range) =>
      query
        .selectFrom('message_changes')
        .select('message_seq as message')
        .where('room_id', '=', p.room)
        .where('message_seq', '>', p.after)
        .where('message_seq', '<=', p.upTo)
        .orderBy('message_seq')
        .limit(1)
        .offset(STEP.events),
    ),
    nextMessage: prepare(database, (p: { room: string; after: number }) =>
      query
        .selectFrom('messages')
        .select('n')
        .where('room_id', '=', p.room)
        .where('seq', '>', p.after)
        .orderBy('seq')
        .limit(1),
    ),
    lastMessage: {
      newest: newestRow(database, 'messages'),
      forgetLast: prepare(database, () => query.deleteFrom('messages').where('room_id', '=', NOWHERE)),
      blank: prepare(database, (p: { row: number }) =>
        query
          .updateTable('messages')
          .set({ ...BLANK, n: 0, author_id: '', body: '', change_seq: null })
          .where(sql<number>`rowid`, '=', p.row),
      ),
    },
    lastChange: {
      newest: newestRow(database, 'message_changes'),
      forgetLast: prepare(database, () => query.deleteFrom('message_changes').where('room_id', '=', NOWHERE)),
      blank: prepare(database, (p: { row: number }) =>
        query
          .updateTable('message_changes')
          .set({ ...BLANK, n: 0, message_seq: 0, by_id: '', earlier_body: '' })
          .where(sql<number>`rowid`, '=', p.row),
      ),
    },
    deleteMessages: prepare(database, (p: Range) =>
      query.deleteFrom('messages').where('room_id', '=', p.room).where('seq', '>', p.after).where('seq', '<=', p.upTo),
    ),
    deleteChanges: prepare(database, (p: Range) =>
      query
        .deleteFrom('message_changes')
        .where('room_id', '=', p.room)
        .where('seq', '>', p.after)
        .where('seq', '<=', p.upTo),
    ),
    deleteOthers: prepare(database, (p: Range) =>
      query
        .deleteFrom('room_events')
        .where('room_id', '=', p.room)
        .where('seq', '>', p.after)
        .where('seq', '<=', p.upTo),
    ),
    deleteMentions: prepare(database, (p: { room: string; upTo: number }) =>
      query
        .deleteFrom('mentions')
        .where(({ eb, refTuple, selectFrom }) =>
          eb(
            refTuple('account_id', 'seq'),
            'in',
            selectFrom('mentions')
              .select(['account_id', 'seq'])
              .where('room_id', '=', p.room)
              .where('message_seq', '<=', p.upTo)
              .limit(STEP.mentions)
              .$asTuple('account_id', 'seq'),
          ),
        ),
    ),
    deleteSaved: prepare(database, (p: Range) =>
      query
        .deleteFrom('saved_messages')
        .where('room_id', '=', p.room)
        .where('message_seq', '>', p.after)
        .where('message_seq', '<=', p.upTo),
    ),
    deleteReplies: prepare(database, (p: Range) =>
      query.deleteFrom('replies').where('room_id', '=', p.room).where('seq', '>', p.after).where('seq', '<=', p.upTo),
    ),
    // A group lasts as long as any message of it.
    deleteGroups: prepare(database, (p: { room: string; floor: number }) =>
      query
        .deleteFrom('reply_groups')
        .where('room_id', '=', p.room)
        .where('root_seq', '<=', p.floor)
        .where('seq', '<=', p.floor)
        .returning(['room_id as room', 'root_seq as root']),
    ),
    deleteReplyReads: prepare(database, (p: { room: string; root: number }) =>
      query.deleteFrom('reply_reads').where('room_id', '=', p.room).where('root_seq', '=', p.root),
    ),
    blankChanges: prepare(database, (p: Range) =>
      query
        .updateTable('message_changes')
        .set({ earlier_body: '', body_hash: NO_HASH })
        .where('room_id', '=', p.room)
        .where('message_seq', '>', p.after)
        .where('message_seq', '<=', p.upTo),
    ),
    saveFloor: prepare(database, (p: { id: string; floor: number; toldFloor: number; toldN: number }) =>
      query
        .updateTable('rooms')
        .set({ floor: p.floor, told_floor: p.toldFloor, told_n: p.toldN })
        .where('id', '=', p.id),
    ),
    insertExpired: prepare(database, (p: { room: string; seq: number; at: number; floor: number; n: number }) =>
      query.insertInto('room_events').values({
        room_id: p.room,
        seq: p.seq,
        kind: 'expired',
        at: p.at,
        by_id: SERVER_ACCOUNT_ID,
        floor: p.floor,
        n: p.n,
      }),
    ),
  };
}

function newestRow(database: DatabaseSync, table: 'messages' | 'message_changes') {
  return prepare(database, () =>
    query
      .selectFrom(table)
      .select([sql<number>`rowid`.as('row'), 'room_id as room', 'seq'])
      .where(sql<number>`rowid`, '=', sql<number>`(select max(rowid) from ${sql.table(table)})`),
  );
}
