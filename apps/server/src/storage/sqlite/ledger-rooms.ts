import type { DatabaseSync } from 'node:sqlite';
import { toRoomView } from './columns.ts';
import { directRooms } from './direct-rooms.ts';
import type { Transaction } from '../store.ts';
import type { KnownRows } from './known-rows.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods =
  | 'room'
  | 'roomView'
  | 'roleIn'
  | 'roomByNameKey'
  | 'createRoom'
  | 'addMember'
  | 'removeMember'
  | 'roomCountOf'
  | 'moveRead';
type NewRoom = Parameters<Transaction['createRoom']>[0];
type NewMember = Parameters<Transaction['addMember']>[0];

export function ledgerRooms(database: DatabaseSync, known: KnownRows): Synchronous<Pick<Transaction, Methods>> {
  const statements = prepareStatements(database);
  const withPeople = directRooms(database);

  return {
    room: (id) => known.room(id),

    roomView(id, account) {
      const room = known.room(id);
      const role = room && known.role(id, account);
      return role && withPeople(toRoomView(room, role, known.mark(account, id)), account);
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
      const room = known.existingRoom(id);
      known.keepRole(id, account, undefined);
      known.changeRoom({ ...room, members: room.members - 1 });
    },

    roomCountOf: (account) => statements.countRooms.get({ account })?.count ?? 0,

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
    countRooms: prepare(database, (p: { account: string }) =>
      query
        .selectFrom('members')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('account_id', '=', p.account),
    ),
  };
}
