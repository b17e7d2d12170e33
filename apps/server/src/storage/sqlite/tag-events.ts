import type { DatabaseSync } from 'node:sqlite';
import type { RoomEvent } from '@skein/protocol/rooms';
import type { TagKind } from '../schema.ts';
import type { Range } from './room-events.ts';
import { prepare, query } from './statements.ts';

/** Reads the reactions and pins of a range as the events that they are. */
export function tagEventsIn(database: DatabaseSync): (range: Range) => readonly RoomEvent[] {
  const events = prepareEvents(database);
  return (range) => events.all(range).map((row) => toEvent(range.room, row));
}

interface StoredTagEvent {
  readonly kind: TagKind;
  readonly seq: number;
  readonly at: number;
  readonly by: string;
  readonly name: string;
  readonly message: number;
  readonly n: number;
  readonly id: string;
  readonly emoji: string;
  readonly count: number;
}

function toEvent(room: string, { kind, emoji, count, ...event }: StoredTagEvent): RoomEvent {
  if (kind === 'pinned' || kind === 'unpinned') return { t: kind, room, ...event };
  return { t: kind, room, ...event, emoji, count };
}

function prepareEvents(database: DatabaseSync) {
  return prepare(database, (p: Range) =>
    query
      .selectFrom('tag_events')
      .innerJoin('accounts as who', 'who.id', 'tag_events.by_id')
      .select([
        'tag_events.kind',
        'tag_events.seq',
        'tag_events.at',
        'tag_events.by_id as by',
        'who.name',
        'tag_events.message_seq as message',
        'tag_events.n',
        'tag_events.client_id as id',
        'tag_events.emoji',
        'tag_events.count',
      ])
      .where('tag_events.room_id', '=', p.room)
      .where('tag_events.seq', '>', p.after)
      .where('tag_events.seq', '<=', p.upTo)
      .orderBy('tag_events.seq'),
  );
}
