import type { DatabaseSync } from 'node:sqlite';
import { withSettings } from '@skein/protocol/room-settings';
import type { RoomRole } from '@skein/protocol/rooms';
import { type StoredPreferences, type StoredSettings, toStoredSettings } from './columns.ts';
import { roomViews } from './room-views.ts';
import type { Transaction } from '../store.ts';
import { nextPlace, type KnownRows } from './known-rows.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods =
  | 'room'
  | 'roomView'
  | 'roleIn'
  | 'roomByNameKey'
  | 'createRoom'
  | 'setPreferences'
  | 'addMember'
  | 'removeMember'
  | 'changeSettings'
  | 'renameRoom'
  | 'setRole'
  | 'ownerCountOf'
  | 'roomCountsOf'
  | 'addBan'
  | 'removeBan'
  | 'isBanned'
  | 'moveRead';
type NewRoom = Parameters<Transaction['createRoom']>[0];
type NewBan = Parameters<Transaction['addBan']>[0];
type NewMember = Parameters<Transaction['addMember']>[0];

export function ledgerRooms(database: DatabaseSync, known: KnownRows): Synchronous<Pick<Transaction, Methods>> {
  const statements = prepareStatements(database);
  const viewOf = roomViews(database);

  return {
    room: (id) => known.room(id),

    roomView(id, account) {
      const room = known.room(id);
      const role = room && known.role(id, account);
      return role && viewOf(room, { account, role, read: known.mark(account, id) });
    },

    roleIn: (room, account) => known.role(room, account),

    roomByNameKey(nameKey) {
      const found = statements.taken.get({ nameKey });
      return found && known.room(found.id);
    },

    createRoom(room) {
      if (statements.taken.get(room)) return 'taken';
      statements.insert.run({ ...room, lobby: room.lobby ? 1 : 0 });
      return 'created';
    },

    setPreferences(account, room, { level = null, mutedUntil = null, pinned = false, unreadFrom = null }) {
      const set = { level, mutedUntil, pinned: pinned ? 1 : 0, unreadFrom };
      statements.setPreferences.run({ account, room, ...set });
    },

    addMember(member) {
      const room = known.existingRoom(member.room);
      const { loginKey } = known.existingAccount(member.account);
      statements.addMember.run({ ...member, nameKey: loginKey });
      known.keepRole(room.id, member.account, member.role);
      known.setMark(member.account, room.id, room.n);
      known.changeRoom({ ...room, members: room.members + 1 });
    },

    removeMember(id, account) {
      if (statements.removeMember.run({ room: id, account }) === 0) return;
      statements.seeMentions.run({ room: id, account });
      const room = known.existingRoom(id);
      known.keepRole(id, account, undefined);
      known.changeRoom({ ...room, members: room.members - 1 });
    },

    addBan(ban) {
      const { loginKey } = known.existingAccount(ban.account);
      statements.addBan.run({ ...ban, nameKey: loginKey });
    },

    removeBan: (room, account) => void statements.removeBan.run({ room, account }),
    isBanned: (room, account) => statements.banned.get({ room, account }) !== undefined,

    renameRoom(id, { name, nameKey }) {
      const owner = statements.taken.get({ nameKey });
      if (owner && owner.id !== id) return 'taken';
      statements.rename.run({ room: id, name, nameKey });
      known.changeRoom({ ...known.existingRoom(id), name, nameKey });
      return 'renamed';
    },

    setRole(room, account, role) {
      statements.setRole.run({ room, account, role });
      known.keepRole(room, account, role);
    },

    ownerCountOf: (room) => statements.countOwners.get({ room })?.count ?? 0,

    changeSettings({ room: id, by, settings: changed, now }) {
      const room = known.existingRoom(id);
      const place = nextPlace(room, now);
      const { name: _, ...set } = changed;
      const settings = withSettings(room.settings, set);
      statements.saveSettings.run({ room: id, ...toStoredSettings(settings) });
      statements.insertSettingsEvent.run({ room: id, ...place, by, settings: JSON.stringify(changed) });
      known.changeRoom({ ...room, ...place, settings });
      return place;
    },

    roomCountsOf: (account) => ({ all: 0, openedByOthers: 0, ...statements.countRooms.get({ account }) }),

    moveRead(account, id, n) {
      const room = known.room(id);
      if (!room || !known.role(id, account) || n > room.n || n <= known.mark(account, id)) return false;
      known.setMark(account, id, n);
      return true;
    },
  };
}

function prepareStatements(database: DatabaseSync) {
  return {
    taken: prepare(database, (p: Pick<NewRoom, 'nameKey'>) =>
      query.selectFrom('rooms').select('id').where('name_key', '=', p.nameKey),
    ),
    insert: prepare(database, (p: Omit<NewRoom, 'lobby'> & { lobby: number }) =>
      query.insertInto('rooms').values({
        id: p.id,
        kind: p.kind,
        lobby: p.lobby,
        name: p.name,
        name_key: p.nameKey,
        created_at: p.createdAt,
        seq: 0,
        n: 0,
        at: p.createdAt,
        members: 0,
        floor: 0,
      }),
    ),
    addMember: prepare(database, (p: NewMember & { nameKey: string }) =>
      query.insertInto('members').values({
        room_id: p.room,
        account_id: p.account,
        role: p.role,
        name_key: p.nameKey,
        joined_at: p.at,
      }),
    ),
    removeMember: prepare(database, (p: { room: string; account: string }) =>
      query.deleteFrom('members').where('account_id', '=', p.account).where('room_id', '=', p.room),
    ),
    seeMentions: prepare(database, (p: { room: string; account: string }) =>
      query
        .updateTable('mentions')
        .set({ late: null })
        .where('account_id', '=', p.account)
        .where('room_id', '=', p.room)
        .where('late', 'is not', null),
    ),
    addBan: prepare(database, (p: NewBan & { nameKey: string }) =>
      query
        .insertInto('bans')
        .values({ room_id: p.room, account_id: p.account, name_key: p.nameKey, by_id: p.by, at: p.at })
        .onConflict((conflict) => conflict.columns(['room_id', 'account_id']).doNothing()),
    ),
    removeBan: prepare(database, (p: { room: string; account: string }) =>
      query.deleteFrom('bans').where('room_id', '=', p.room).where('account_id', '=', p.account),
    ),
    banned: prepare(database, (p: { room: string; account: string }) =>
      query.selectFrom('bans').select('at').where('room_id', '=', p.room).where('account_id', '=', p.account),
    ),
    saveSettings: prepare(database, (p: StoredSettings & { room: string }) =>
      query
        .updateTable('rooms')
        .set({
          retention_days: p.retentionDays,
          topic: p.topic,
          description: p.description,
          archived: p.archived,
        })
        .where('id', '=', p.room),
    ),
    insertSettingsEvent: prepare(
      database,
      (p: { room: string; seq: number; at: number; by: string; settings: string }) =>
        query.insertInto('room_events').values({
          room_id: p.room,
          seq: p.seq,
          kind: 'settings',
          at: p.at,
          by_id: p.by,
          actor_id: null,
          settings: p.settings,
        }),
    ),
    setPreferences: prepare(database, (p: StoredPreferences & { account: string; room: string; pinned: number }) =>
      query
        .insertInto('room_preferences')
        .values({
          account_id: p.account,
          room_id: p.room,
          level: p.level,
          muted_until: p.mutedUntil,
          pinned: p.pinned,
          unread_from: p.unreadFrom,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['account_id', 'room_id'])
            .doUpdateSet({ level: p.level, muted_until: p.mutedUntil, pinned: p.pinned, unread_from: p.unreadFrom }),
        ),
    ),
    rename: prepare(database, (p: { room: string; name: string; nameKey: string }) =>
      query.updateTable('rooms').set({ name: p.name, name_key: p.nameKey }).where('id', '=', p.room),
    ),
    setRole: prepare(database, (p: { room: string; account: string; role: RoomRole }) =>
      query
        .updateTable('members')
        .set({ role: p.role })
        .where('room_id', '=', p.room)
        .where('account_id', '=', p.account),
    ),
    countOwners: prepare(database, (p: { room: string }) =>
      query
        .selectFrom('members')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('room_id', '=', p.room)
        .where('role', '=', 'owner'),
    ),
    countRooms: prepare(database, (p: { account: string }) =>
      query
        .selectFrom('members')
        .innerJoin('rooms', 'rooms.id', 'members.room_id')
        .select(({ fn }) => [
          fn.countAll<number>().as('all'),
          fn
            .countAll<number>()
            .filterWhere('rooms.kind', '=', 'direct')
            .filterWhere('members.role', '=', 'member')
            .as('openedByOthers'),
        ])
        .where('members.account_id', '=', p.account),
    ),
  };
}
