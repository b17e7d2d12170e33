import type { DatabaseSync } from 'node:sqlite';
import type { RoomRole, RoomView } from '@skein/protocol/rooms';
import { LOBBY_ID } from '../lobby.ts';
import type { RoomRow } from '../rows.ts';
import type { ReadStore } from '../store.ts';
import { PREFERENCES_COLUMNS, ROOM_COLUMNS, toRoomRow } from './columns.ts';
import { roomViews } from './room-views.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods = 'room' | 'roomView' | 'roleIn' | 'roomSeq' | 'accountSeq' | 'memberIds';

/** What the other reads judge membership with, and show rooms with. */
export interface RoomReads extends Synchronous<Pick<ReadStore, Methods>> {
  /** A room and how a member sees it; undefined for everybody else. */
  asMember(room: string, account: string): { readonly room: RoomRow; readonly view: RoomView } | undefined;
  /** Every room of an account, the Lobby first and then by name. */
  viewsOf(account: string): RoomView[];
}

interface Membership {
  readonly room: string;
  readonly account: string;
}

export function readRooms(database: DatabaseSync): RoomReads {
  const statements = prepareStatements(database);
  const viewOf = roomViews(database);

  const room = (id: string) => {
    const stored = statements.room.get({ id });
    return stored && toRoomRow(stored);
  };
  const roleIn = (id: string, account: string): RoomRole | undefined => {
    if (id === LOBBY_ID) return statements.accountSeq.get({ account }) && 'member';
    return statements.role.get({ room: id, account })?.role;
  };
  const asMember = (id: string, account: string) => {
    const role = roleIn(id, account);
    const row = role && room(id);
    const read = row && statements.mark.get({ room: id, account })?.n;
    return row && { room: row, view: viewOf(row, { account, role, read: read ?? 0 }) };
  };
  const roomView = (id: string, account: string) => asMember(id, account)?.view;

  return {
    room,
    roleIn,
    asMember,
    roomView,

    viewsOf(account) {
      const lobby = roomView(LOBBY_ID, account);
      const others = statements.roomsOf.all({ account });
      const views = others.map(({ role, read, level, mutedUntil, pinned, unreadFrom, ...stored }) =>
        viewOf(toRoomRow(stored), {
          account,
          role,
          read: read ?? 0,
          preferences: { level, mutedUntil, pinned, unreadFrom },
        }),
      );
      return lobby ? [lobby, ...views] : views;
    },

    roomSeq: (id) => statements.roomSeq.get({ room: id })?.seq ?? 0,
    accountSeq: (account) => statements.accountSeq.get({ account })?.seq ?? 0,
    memberIds: ({ room, after = '', limit }) => statements.memberIds.all({ room, after, limit }).map(({ id }) => id),
  };
}

function prepareStatements(database: DatabaseSync) {
  return {
    room: prepare(database, (p: { id: string }) =>
      query.selectFrom('rooms').select(ROOM_COLUMNS).where('id', '=', p.id),
    ),
    role: prepare(database, (p: Membership) =>
      query.selectFrom('members').select('role').where('account_id', '=', p.account).where('room_id', '=', p.room),
    ),
    mark: prepare(database, (p: Membership) =>
      query.selectFrom('reads').select('n').where('account_id', '=', p.account).where('room_id', '=', p.room),
    ),
    roomsOf: prepare(database, (p: { account: string }) =>
      query
        .selectFrom('members')
        .innerJoin('rooms', 'rooms.id', 'members.room_id')
        .leftJoin('reads', (join) =>
          join.onRef('reads.account_id', '=', 'members.account_id').onRef('reads.room_id', '=', 'members.room_id'),
        )
        .leftJoin('room_preferences', (join) =>
          join
            .onRef('room_preferences.account_id', '=', 'members.account_id')
            .onRef('room_preferences.room_id', '=', 'members.room_id'),
        )
        .select([...ROOM_COLUMNS, 'members.role', 'reads.n as read', ...PREFERENCES_COLUMNS])
        .where('members.account_id', '=', p.account)
        .orderBy('rooms.name_key'),
    ),
    roomSeq: prepare(database, (p: { room: string }) =>
      query.selectFrom('rooms').select('seq').where('id', '=', p.room),
    ),
    accountSeq: prepare(database, (p: { account: string }) =>
      query.selectFrom('accounts').select('seq').where('id', '=', p.account),
    ),
    memberIds: prepare(database, (p: { room: string; after: string; limit: number }) =>
      query
        .selectFrom('members')
        .select('account_id as id')
        .where('room_id', '=', p.room)
        .where('account_id', '>', p.after)
        .orderBy('account_id')
        .limit(p.limit),
    ),
  };
}
