import type { DatabaseSync } from 'node:sqlite';
import type { ChangedSettings, Message, RoomEvent, RoomRole } from '@skein/protocol/rooms';
import { toFileView } from '../file-view.ts';
import type { FileRow } from '../rows.ts';
import type { MessageChangeKind, RoomEventKind } from '../schema.ts';
import { FILE_COLUMNS, toFileRow } from './file-columns.ts';
import { namedMentions } from './named-mentions.ts';
import { quotesIn } from './quotes.ts';
import { profileOf } from '../../accounts/account-view.ts';
import { toSettings } from './columns.ts';
import { prepare, query } from './statements.ts';
import { tagEventsIn } from './tag-events.ts';

export interface Range {
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
  readonly actorId: string | null;
  readonly settings: string | null;
  /** Of `by`, as they are now. */
  readonly whoSettings: string;
  readonly floor: number | null;
  readonly n: number | null;
}

/**
 * Reads a room's events with `after < seq <= upTo`, ascending, each as it is now (SPEC E4). Seqs have no gaps, so the range
 * bounds the rows too, and the four tables together hold each seq once.
 */
export function roomEvents(
  database: DatabaseSync,
): (room: string, after: number, upTo: number) => readonly RoomEvent[] {
  const messages = prepareMessages(database);
  const changes = prepareChanges(database);
  const others = prepareOthers(database);
  const files = prepareFiles(database);
  const withQuotes = quotesIn(database);
  const mentionsOf = namedMentions(database);
  const tagEvents = tagEventsIn(database);

  return (room, after, upTo) => {
    const range = { room, after, upTo };
    const filesOf = groupByMessage(files.all(range).map(toFileRow));
    const bare = messages.all(range).map((row) => ({
      ...withFiles(toMessage(room, row), filesOf),
      ...mentionsOf(row.body),
    }));
    const posted = withQuotes(range, bare);
    const changed = changes.all(range).map((row) => ({ ...toChange(room, row), ...mentionsOf(row.body ?? '') }));
    const rest = [...changed, ...tagEvents(range), ...others.all(range).map((row) => toEvent(room, row))];
    return rest.length === 0 ? posted : [...posted, ...rest].sort((left, right) => left.seq - right.seq);
  };
}

function groupByMessage(files: readonly FileRow[]): ReadonlyMap<number | undefined, FileRow[]> {
  return Map.groupBy(files, ({ message }) => message);
}

function withFiles(message: Message, filesOf: ReadonlyMap<number | undefined, readonly FileRow[]>): Message {
  const files = filesOf.get(message.seq);
  return files ? { ...message, files: files.map(toFileView) } : message;
}

type StoredMessage = Omit<Message, 't' | 'room' | 'files' | 'from' | 'edited' | 'deleted'> & {
  readonly fromServer: number;
  readonly changeKind: MessageChangeKind | null;
  readonly changeSeq: number | null;
  readonly changeAt: number | null;
  readonly changeBy: string | null;
  readonly changeName: string | null;
};

function toMessage(room: string, stored: StoredMessage): Message {
  const { seq, at, n, by, name, fromServer, id, body } = stored;
  const from = fromServer === 1 ? ({ from: 'server' } as const) : {};
  return { t: 'message', room, seq, at, n, by, name, ...from, id, body, ...lastChange(stored) };
}

function lastChange(stored: StoredMessage): Pick<Message, 'edited' | 'deleted'> {
  if (stored.changeKind === null) return {};
  const place = { seq: stored.changeSeq!, at: stored.changeAt! };
  if (stored.changeKind === 'edited') return { edited: place };
  return { deleted: { ...place, by: stored.changeBy!, name: stored.changeName! } };
}

interface StoredChange {
  readonly kind: MessageChangeKind;
  readonly seq: number;
  readonly at: number;
  readonly by: string;
  readonly name: string;
  readonly message: number;
  readonly n: number;
  readonly id: string;
  /** The message's present one; null where the message is gone by retention. */
  readonly body: string | null;
}

function toChange(room: string, { kind, body, ...change }: StoredChange): RoomEvent {
  return kind === 'deleted' ? { t: 'deleted', room, ...change } : { t: 'edited', room, ...change, body: body ?? '' };
}

function toEvent(room: string, stored: StoredEvent): RoomEvent {
  const { kind, seq, at, by, name, actor, actorId, settings, whoSettings, floor, n } = stored;
  const event = { room, seq, at, by, name };
  switch (kind) {
    case 'created':
      return { t: 'created', ...event };
    case 'joined':
      return { t: 'joined', ...event, ...(actor === null ? {} : { invitedBy: actor, actor: actorId! }) };
    case 'left':
      return { t: 'left', ...event, ...(actor === null ? {} : { removedBy: actor, actor: actorId! }) };
    case 'settings':
      return { t: 'settings', ...event, settings: JSON.parse(settings!) as ChangedSettings };
    case 'role':
      return {
        t: 'role',
        ...event,
        changedBy: actor!,
        actor: actorId!,
        ...(JSON.parse(settings!) as { role: RoomRole }),
      };
    case 'profile':
      return { t: 'profile', ...event, profile: profileOf(toSettings(whoSettings)) };
    case 'expired':
      return { t: 'expired', ...event, floor: floor!, n: n! };
  }
}

function prepareMessages(database: DatabaseSync) {
  return prepare(database, (p: Range) =>
    query
      .selectFrom('messages')
      .innerJoin('accounts as author', 'author.id', 'messages.author_id')
      .leftJoin('message_changes as change', (join) =>
        join.onRef('change.room_id', '=', 'messages.room_id').onRef('change.seq', '=', 'messages.change_seq'),
      )
      .leftJoin('accounts as changer', 'changer.id', 'change.by_id')
      .select([
        'messages.seq',
        'messages.at',
        'messages.n',
        'messages.author_id as by',
        'author.name',
        'messages.from_server as fromServer',
        'messages.client_id as id',
        'messages.body',
        'change.kind as changeKind',
        'change.seq as changeSeq',
        'change.at as changeAt',
        'change.by_id as changeBy',
        'changer.name as changeName',
      ])
      .where('messages.room_id', '=', p.room)
      .where('messages.seq', '>', p.after)
      .where('messages.seq', '<=', p.upTo)
      .orderBy('messages.seq'),
  );
}

function prepareFiles(database: DatabaseSync) {
  return prepare(database, (p: Range) =>
    query
      .selectFrom('files')
      .select(FILE_COLUMNS)
      .where('room_id', '=', p.room)
      .where('message_seq', '>', p.after)
      .where('message_seq', '<=', p.upTo)
      .orderBy('message_seq')
      .orderBy('position'),
  );
}

function prepareChanges(database: DatabaseSync) {
  return prepare(database, (p: Range) =>
    query
      .selectFrom('message_changes as change')
      .innerJoin('accounts as who', 'who.id', 'change.by_id')
      .leftJoin('messages', (join) =>
        join.onRef('messages.room_id', '=', 'change.room_id').onRef('messages.seq', '=', 'change.message_seq'),
      )
      .select([
        'change.kind',
        'change.seq',
        'change.at',
        'change.by_id as by',
        'who.name',
        'change.message_seq as message',
        'change.n',
        'change.client_id as id',
        'messages.body',
      ])
      .where('change.room_id', '=', p.room)
      .where('change.seq', '>', p.after)
      .where('change.seq', '<=', p.upTo)
      .orderBy('change.seq'),
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
        'actor.id as actorId',
        'room_events.settings',
        'who.settings as whoSettings',
        'room_events.floor',
        'room_events.n',
      ])
      .where('room_events.room_id', '=', p.room)
      .where('room_events.seq', '>', p.after)
      .where('room_events.seq', '<=', p.upTo)
      .orderBy('room_events.seq'),
  );
}
