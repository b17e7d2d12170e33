import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { nameKey } from '../../accounts/names.ts';
import type { SearchSource, SourceFile, SourceMessage } from '../../search/search-source.ts';
import { LOBBY_ID } from '../lobby.ts';
import { NO_HASH } from './body-hash.ts';
import { roomEvents } from './room-events.ts';
import { prepare, query } from './statements.ts';

/** On a connection of its own, for reading only. The order in which messages and changes were stored is that of their row ids. */
export function sqliteSearchSource(database: DatabaseSync): SearchSource {
  const statements = prepareStatements(database);
  const eventsBetween = roomEvents(database);
  const version = database.prepare('pragma data_version');
  const sourceMessage = (stored: StoredMessage | undefined) => stored && toSourceMessage(stored);

  return {
    inOneRead(work) {
      if (database.isTransaction) return work();
      database.exec('begin');
      try {
        return work();
      } finally {
        database.exec('commit');
      }
    },
    version: () => Number(version.get()!['data_version']),
    historyId: () => statements.historyId.get({})!.value,

    messagesAfter: (row, limit) => statements.messagesAfter.all({ row, limit }).map(toSourceMessage),
    changesAfter: (row, limit) => statements.changesAfter.all({ row, limit }),
    lastMessageRow: () => statements.lastMessageRow.get({})?.row ?? 0,
    lastChangeRow: () => statements.lastChangeRow.get({})?.row ?? 0,
    messageIn: (row) => sourceMessage(statements.messageIn.get({ row })),
    message: (room, seq) => sourceMessage(statements.message.get({ room, seq })),
    changeIn: (row) => statements.changeIn.get({ row }),
    floors: () => new Map(statements.floors.all({}).map(({ id, floor }) => [id, floor])),

    roomsOf: (account) => {
      const isKnown = statements.accountsNamed.get({ id: account, key: '' }) !== undefined;
      return new Set([...(isKnown ? [LOBBY_ID] : []), ...statements.roomsOf.all({ account }).map(({ id }) => id)]);
    },
    roomsNamed: (account, name) => {
      const named = { account, id: name, key: nameKey(name) };
      return [...statements.roomsNamed.all(named), ...statements.directRoomsWith.all(named)].map(({ id }) => id);
    },
    accountsNamed: (name) => statements.accountsNamed.all({ id: name, key: nameKey(name) }).map(({ id }) => id),
    shown: (room, seq) => eventsBetween(room, seq - 1, seq).find((event) => event.t === 'message'),

    [Symbol.dispose]: () => database.close(),
  };
}

interface Rows {
  readonly row: number;
  readonly limit: number;
}

interface Named {
  readonly account: string;
  readonly id: string;
  readonly key: string;
}

const messageRow = sql<number>`messages.rowid`;
const changeRow = sql<number>`message_changes.rowid`;

/** Of each message an array of [name, type, description]. */
const FILES = sql<string>`(
  select json_group_array(json_array(name, type, description)) from files
  where files.room_id = messages.room_id and files.message_seq = messages.seq)`;

function messages() {
  const columns = ['room_id as room', 'seq', 'at', 'author_id as author', 'body', 'body_hash as hash'] as const;
  return query.selectFrom('messages').select([messageRow.as('row'), ...columns, FILES.as('files')]);
}

interface StoredMessage extends Omit<SourceMessage, 'files' | 'isDeleted'> {
  readonly hash: string;
  readonly files: string;
}

function toSourceMessage({ hash, files, ...stored }: StoredMessage): SourceMessage {
  return { ...stored, files: files === '[]' ? NO_FILES : toFiles(files), isDeleted: hash === NO_HASH };
}

const NO_FILES: readonly SourceFile[] = [];

function toFiles(text: string): SourceFile[] {
  const files = JSON.parse(text) as [name: string, type: string | null, description: string][];
  return files.map(([name, type, description]) => ({ name, type: type ?? '', description }));
}

function changes() {
  return query.selectFrom('message_changes').select([changeRow.as('row'), 'room_id as room', 'message_seq as message']);
}

function prepareStatements(database: DatabaseSync) {
  return {
    historyId: prepare(database, () => query.selectFrom('meta').select('value').where('key', '=', 'history_id')),
    messagesAfter: prepare(database, (p: Rows) =>
      messages().where(messageRow, '>', p.row).orderBy(messageRow).limit(p.limit),
    ),
    changesAfter: prepare(database, (p: Rows) =>
      changes().where(changeRow, '>', p.row).orderBy(changeRow).limit(p.limit),
    ),
    lastMessageRow: prepare(database, () => messages().orderBy(messageRow, 'desc').limit(1)),
    lastChangeRow: prepare(database, () => changes().orderBy(changeRow, 'desc').limit(1)),
    messageIn: prepare(database, (p: { row: number }) => messages().where(messageRow, '=', p.row)),
    message: prepare(database, (p: { room: string; seq: number }) =>
      messages().where('room_id', '=', p.room).where('seq', '=', p.seq),
    ),
    changeIn: prepare(database, (p: { row: number }) => changes().where(changeRow, '=', p.row)),
    floors: prepare(database, () => query.selectFrom('rooms').select(['id', 'floor']).where('floor', '>', 0)),
    roomsOf: prepare(database, (p: { account: string }) =>
      query.selectFrom('members').select('room_id as id').where('account_id', '=', p.account),
    ),
    roomsNamed: prepare(database, (p: Named) =>
      query
        .selectFrom('rooms')
        .select('rooms.id')
        .where((is) => is.or([is('rooms.name_key', '=', p.key), is('rooms.id', '=', p.id)]))
        .where((is) =>
          is.or([
            is('rooms.id', '=', LOBBY_ID),
            is.exists(
              is
                .selectFrom('members')
                .select('members.room_id')
                .whereRef('members.room_id', '=', 'rooms.id')
                .where('members.account_id', '=', p.account),
            ),
          ]),
        ),
    ),
    /** Rooms of the account's with somebody of this login name. */
    directRoomsWith: prepare(database, (p: Named) =>
      query
        .selectFrom('members as own')
        .innerJoin('rooms', 'rooms.id', 'own.room_id')
        .innerJoin('members as other', 'other.room_id', 'own.room_id')
        .select('rooms.id')
        .where('own.account_id', '=', p.account)
        .where('rooms.kind', '=', 'direct')
        .where('other.name_key', '=', p.key)
        .whereRef('other.account_id', '!=', 'own.account_id'),
    ),
    accountsNamed: prepare(database, (p: { id: string; key: string }) =>
      query
        .selectFrom('accounts')
        .select('id')
        .where((is) => is.or([is('login_key', '=', p.key), is('id', '=', p.id)])),
    ),
  };
}
