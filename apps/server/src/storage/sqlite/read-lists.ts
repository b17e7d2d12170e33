import type { DatabaseSync } from 'node:sqlite';
import type { RoomRole } from '@skein/protocol/rooms';
import type { ReadStore } from '../store.ts';
import { directoryKey, directoryStart, endOfPrefix, pageSize, startOfPage, toPage } from '../paging.ts';
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

/** Lists for people, by name. Each is one range of an index. */
export function readLists(database: DatabaseSync, rooms: RoomReads): Synchronous<Pick<ReadStore, Methods>> {
  const statements = prepareStatements(database);

  return {
    directory({ account, search, after, limit }) {
      const size = pageSize(limit);
      const rows = [false, true].flatMap((archived) => {
        const start = directoryStart(search, after, archived);
        if (start === undefined) return [];
        const range = { from: start, to: endOfPrefix(search), limit: size + 1 };
        return statements.publicRooms.all({ account, archived: archived ? 1 : 0, ...range });
      });
      const { page, ...next } = toPage(rows, size, ({ archived, nameKey }) => directoryKey(archived === 1, nameKey));
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

function prepareStatements(database: DatabaseSync) {
  return {
    publicRooms: prepare(database, (p: Prefix & { account: string; archived: number }) =>
      query
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
        .where('rooms.name_key', '<', p.to)
        .orderBy('rooms.name_key')
        .limit(p.limit),
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
