import type { DatabaseSync } from 'node:sqlite';
import type { Message, RoomEvent } from '@skein/protocol/rooms';
import type { RoomEventKind } from '../schema.ts';
import { prepare, query } from './statements.ts';

interface Range {
  readonly room: string;
  readonly after: number;
  readonly upTo: number;
}

interface StoredEvent {
  readonly kind: RoomEventKind;
  readonly seq: number;
  readonly at: number;
  readonly by: string;
  readonly name: string;
  readonly actor: string | null;
}

/**
 * Reads a room's events with `after < seq <= upTo`, ascending. Seqs have no gaps, so the range bounds the rows too, and both
 * tables together hold each seq once.
 */
export function roomEvents(database: DatabaseSync): (room: string, after: number, upTo: number) => RoomEvent[] {
  const messages = prepareMessages(database);
  const others = prepareOthers(database);

  return (room, after, upTo) => {
    const range = { room, after, upTo };
    const posted = messages.all(range).map((row) => toMessage(room, row));
    const rest = others.all(range).map((row) => toEvent(room, row));
    return rest.length === 0 ? posted : [...posted, ...rest].sort((left, right) => left.seq - right.seq);
  };
}

type StoredMessage = Omit<Message, 't' | 'room' | 'from'> & { readonly fromServer: number };

function toMessage(room: string, { seq, at, n, by, name, fromServer, id, body }: StoredMessage): Message {
  const from = fromServer === 1 ? ({ from: 'server' } as const) : {};
  return { t: 'message', room, seq, at, n, by, name, ...from, id, body };
}

function toEvent(room: string, { kind, seq, at, by, name, actor }: StoredEvent): RoomEvent {
  const event = { room, seq, at, by, name };
  switch (kind) {
    case 'created':
      return { t: 'created', ...event };
    case 'joined':
      return { t: 'joined', ...event, ...(actor === null ? {} : { invitedBy: actor }) };
    case 'left':
      return { t: 'left', ...event, ...(actor === null ? {} : { removedBy: actor }) };
  }
}

function prepareMessages(database: DatabaseSync) {
  return prepare(database, (p: Range) =>
    query
      .selectFrom('messages')
      .innerJoin('accounts as author', 'author.id', 'messages.author_id')
      .select([
        'messages.seq',
        'messages.at',
        'messages.n',
        'messages.author_id as by',
        'author.name',
        'messages.from_server as fromServer',
        'messages.client_id as id',
        'messages.body',
      ])
      .where('messages.room_id', '=', p.room)
      .where('messages.seq', '>', p.after)
      .where('messages.seq', '<=', p.upTo)
      .orderBy('messages.seq'),
  );
}

function prepareOthers(database: DatabaseSync) {
  return prepare(database, (p: Range) =>
    query
      .selectFrom('room_events')
      .innerJoin('accounts as who', 'who.id', 'room_events.by_id')
      .leftJoin('accounts as actor', 'actor.id', 'room_events.actor_id')
      .select([
        'room_events.kind',
        'room_events.seq',
        'room_events.at',
        'room_events.by_id as by',
        'who.name',
        'actor.name as actor',
      ])
      .where('room_events.room_id', '=', p.room)
      .where('room_events.seq', '>', p.after)
      .where('room_events.seq', '<=', p.upTo)
      .orderBy('room_events.seq'),
  );
}
