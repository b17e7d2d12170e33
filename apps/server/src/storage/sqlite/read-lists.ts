import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { RoomRole } from '@skein/protocol/rooms';
import type { ReadStore } from '../store.ts';
import {
  DIRECTORY_PARTS,
  directoryKey,
  directoryStart,
  endOfPrefix,
  pageSize,
  startOfPage,
  toPage,
} from '../paging.ts';
import type { RoomReads } from './read-rooms.ts';
import { profileOf } from '../../accounts/account-view.ts';
import { toSettings, toShownSettings } from './columns.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods = 'directory' | 'members' | 'bans' | 'people';

interface Prefix {
  readonly from: string;
  readonly to: string;
  readonly limit: number;
}

interface DirectoryRange {
  readonly account: string;
  readonly archived: number;
  readonly from: string;
  readonly limit: number;
}

/** Lists for people, by name. Each is one range of an index, the directory one for each of its parts. */
export function readLists(database: DatabaseSync, rooms: RoomReads): Synchronous<Pick<ReadStore, Methods>> {
  const statements = prepareStatements(database);

  return {
    directory({ account, search, after, limit }) {
      const size = pageSize(limit);
      let wanted = size + 1;
      const rows = DIRECTORY_PARTS.flatMap(({ archived, begins }, part) => {
        const from = directoryStart(part, search, after);
        if (wanted === 0 || from === undefined) return [];
        const range = { account, archived: archived ? 1 : 0, from, limit: wanted };
        const found = begins
          ? statements.publicRoomsByBeginning.all({ ...range, to: endOfPrefix(search) })
          : statements.publicRoomsByRest.all({ ...range, search });
        wanted -= found.length;
        return found.map((row) => ({ ...row, part }));
      });
      const { page, ...next } = toPage(rows, size, ({ part, nameKey }) => directoryKey(part, nameKey));
      const found = page.map(({ id, name, members, lobby, role, ...settings }) => {
        const isLobby = lobby === 1;
        const joined = isLobby || role !== null;
        return { id, name, members, joined, lobby: isLobby, ...toShownSettings(settings) };
      });
      return { rooms: found, ...next };
    },

    members({ room, account, after, limit }) {
      const member = rooms.asMember(room, account);
      if (!member) return undefined;
      const size = pageSize(limit);
      const range = { from: startOfPage('', after), limit: size + 1 };
      const rows = member.room.lobby ? statements.everybody.all(range) : statements.members.all({ room, ...range });
      const { page, ...next } = toPage(rows, size, (row) => row.key);
      return {
        members: page.map(({ id, name, role, settings }) => ({ id, name, role, ...profileOf(toSettings(settings)) })),
        ...next,
      };
    },

    bans({ room, after, limit }) {
      const size = pageSize(limit);
      const rows = statements.bans.all({ room, from: startOfPage('', after), limit: size + 1 });
      const { page, ...next } = toPage(rows, size, (row) => row.key);
      return { bans: page.map(({ id, name, by, at }) => ({ id, name, by, at })), ...next };
    },

    people({ search, limit }) {
      const rows = statements.people.all({ from: search, to: endOfPrefix(search), limit: pageSize(limit) });
      return { people: rows.map(({ settings, ...person }) => ({ ...person, ...profileOf(toSettings(settings)) })) };
    },
  };
}

function publicRooms(p: DirectoryRange) {
  return query
    .selectFrom('rooms')
    .leftJoin('members', (join) =>
      join.onRef('members.room_id', '=', 'rooms.id').on('members.account_id', '=', p.account),
    )
    .select([
      'rooms.id',
      'rooms.name',
      'rooms.name_key as nameKey',
      'rooms.members',
      'rooms.lobby',
      'rooms.topic',
      'rooms.description',
      'rooms.archived',
      'members.role',
    ])
    .where('rooms.kind', '=', 'public')
    .where('rooms.archived', '=', p.archived)
    .where('rooms.name_key', '>=', p.from)
    .orderBy('rooms.name_key')
    .limit(p.limit);
}

function prepareStatements(database: DatabaseSync) {
  return {
    publicRoomsByBeginning: prepare(database, (p: DirectoryRange & { to: string }) =>
      publicRooms(p).where('rooms.name_key', '<', p.to),
    ),
    /** Reads on through names, in the index alone, until the page is full. */
    publicRoomsByRest: prepare(database, (p: DirectoryRange & { search: string }) =>
      publicRooms(p).where(sql<number>`instr(rooms.name_key, ${p.search})`, '>', 1),
    ),
    members: prepare(database, (p: Omit<Prefix, 'to'> & { room: string }) =>
      query
        .selectFrom('members')
        .innerJoin('accounts', 'accounts.id', 'members.account_id')
        .select(['accounts.id', 'accounts.name', 'accounts.settings', 'members.role', 'members.name_key as key'])
        .where('members.room_id', '=', p.room)
        .where('members.name_key', '>=', p.from)
        .orderBy('members.name_key')
        .limit(p.limit),
    ),
    bans: prepare(database, (p: Omit<Prefix, 'to'> & { room: string }) =>
      query
        .selectFrom('bans')
        .innerJoin('accounts', 'accounts.id', 'bans.account_id')
        .innerJoin('accounts as banner', 'banner.id', 'bans.by_id')
        .select(['accounts.id', 'accounts.name', 'banner.name as by', 'bans.at', 'bans.name_key as key'])
        .where('bans.room_id', '=', p.room)
        .where('bans.name_key', '>=', p.from)
        .orderBy('bans.name_key')
        .limit(p.limit),
    ),
    everybody: prepare(database, (p: Omit<Prefix, 'to'>) =>
      query
        .selectFrom('accounts')
        .select(({ val }) => ['id', 'name', 'settings', val<RoomRole>('member').as('role'), 'login_key as key'])
        .where('kind', '=', 'person')
        .where('login_key', '>=', p.from)
        .orderBy('login_key')
        .limit(p.limit),
    ),
    people: prepare(database, (p: Prefix) =>
      query
        .selectFrom('accounts')
        .select(['id', 'name', 'login', 'settings'])
        .where('kind', '=', 'person')
        .where('disabled', '=', 0)
        .where('login_key', '>=', p.from)
        .where('login_key', '<', p.to)
        .orderBy('login_key')
        .limit(p.limit),
    ),
  };
}
