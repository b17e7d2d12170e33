import type { DatabaseSync } from 'node:sqlite';
import type { RoomRole } from '@skein/protocol/rooms';
import type { AccountRow, RoomRow } from '../rows.ts';
import { LOBBY_ID } from '../lobby.ts';
import { ACCOUNT_COLUMNS, ROOM_COLUMNS, toAccountRow, toRoomRow } from './columns.ts';
import { RowCache } from './row-cache.ts';
import { prepare, query } from './statements.ts';

const KEPT = { accounts: 50_000, rooms: 10_000, roles: 100_000, marks: 100_000 };

interface Membership {
  readonly account: string;
  readonly room: string;
}

/**
 * The accounts, rooms, memberships and read marks that the writer works with. They are read from the database once, and
 * a room's counters and an account's marks are written once a commit, however many messages it holds.
 */
export class KnownRows {
  readonly #statements: ReturnType<typeof prepareStatements>;
  readonly #accounts: RowCache<AccountRow>;
  readonly #rooms: RowCache<RoomRow>;
  readonly #marks: RowCache<Membership & { readonly n: number }>;
  readonly #roles: RowCache<{ readonly role: RoomRole | undefined }>;

  constructor(database: DatabaseSync) {
    const statements = prepareStatements(database);
    this.#statements = statements;
    this.#accounts = new RowCache({
      save: (row) =>
        statements.saveAccount.run({ ...row, disabled: Number(row.disabled), settings: JSON.stringify(row.settings) }),
      limit: KEPT.accounts,
    });
    this.#rooms = new RowCache({ save: (row) => statements.saveRoom.run(row), limit: KEPT.rooms });
    this.#marks = new RowCache({ save: (row) => statements.saveMark.run(row), limit: KEPT.marks });
    this.#roles = new RowCache({ save: () => undefined, limit: KEPT.roles });
  }

  account(id: string): AccountRow | undefined {
    const known = this.#accounts.get(id);
    if (known) return known;
    const stored = this.#statements.account.get({ id });
    return stored && this.#accounts.keep(id, toAccountRow(stored));
  }

  room(id: string): RoomRow | undefined {
    const known = this.#rooms.get(id);
    if (known) return known;
    const stored = this.#statements.room.get({ id });
    return stored && this.#rooms.keep(id, toRoomRow(stored));
  }

  role(room: string, account: string): RoomRole | undefined {
    if (room === LOBBY_ID) return this.account(account) && 'member';
    const key = keyOf(account, room);
    const known =
      this.#roles.get(key) ?? this.#roles.keep(key, { role: this.#statements.role.get({ account, room })?.role });
    return known.role;
  }

  mark(account: string, room: string): number {
    const key = keyOf(account, room);
    const known = this.#marks.get(key);
    if (known) return known.n;
    const n = this.#statements.mark.get({ account, room })?.n ?? 0;
    return this.#marks.keep(key, { account, room, n }).n;
  }

  /** The account with this id; an id that is unknown is a defect of the caller's. */
  existingAccount(id: string): AccountRow {
    const account = this.account(id);
    if (!account) throw new Error(`there is no account ${id}`);
    return account;
  }

  existingRoom(id: string): RoomRow {
    const room = this.room(id);
    if (!room) throw new Error(`there is no room ${id}`);
    return room;
  }

  changeAccount(account: AccountRow): void {
    this.#accounts.put(account.id, account);
  }

  changeRoom(room: RoomRow): void {
    this.#rooms.put(room.id, room);
  }

  setMark(account: string, room: string, n: number): void {
    this.#marks.put(keyOf(account, room), { account, room, n });
  }

  /** The role is in the table already, or gone from it. */
  keepRole(room: string, account: string, role: RoomRole | undefined): void {
    this.#roles.keep(keyOf(account, room), { role });
  }

  save(): void {
    for (const cache of this.#caches()) cache.save();
  }

  committed(): void {
    for (const cache of this.#caches()) cache.committed();
  }

  drop(): void {
    for (const cache of this.#caches()) cache.drop();
  }

  #caches() {
    return [this.#accounts, this.#rooms, this.#marks, this.#roles];
  }
}

/** The clock may go back; a room's time does not. */
export function nextPlace(room: RoomRow, now: number): { seq: number; at: number } {
  return { seq: room.seq + 1, at: Math.max(now, room.at) };
}

/** Ids hold no space. */
function keyOf(account: string, room: string): string {
  return `${account} ${room}`;
}

function prepareStatements(database: DatabaseSync) {
  return {
    account: prepare(database, (p: { id: string }) =>
      query.selectFrom('accounts').select(ACCOUNT_COLUMNS).where('id', '=', p.id),
    ),
    saveAccount: prepare(
      database,
      (p: Pick<AccountRow, 'id' | 'role' | 'name' | 'passwordHash' | 'seq'> & { disabled: number; settings: string }) =>
        query
          .updateTable('accounts')
          .set({
            role: p.role,
            name: p.name,
            password_hash: p.passwordHash,
            disabled: p.disabled,
            seq: p.seq,
            settings: p.settings,
          })
          .where('id', '=', p.id),
    ),
    room: prepare(database, (p: { id: string }) =>
      query.selectFrom('rooms').select(ROOM_COLUMNS).where('id', '=', p.id),
    ),
    saveRoom: prepare(database, (p: Pick<RoomRow, 'id' | 'seq' | 'n' | 'at' | 'members'>) =>
      query.updateTable('rooms').set({ seq: p.seq, n: p.n, at: p.at, members: p.members }).where('id', '=', p.id),
    ),
    role: prepare(database, (p: Membership) =>
      query.selectFrom('members').select('role').where('account_id', '=', p.account).where('room_id', '=', p.room),
    ),
    mark: prepare(database, (p: Membership) =>
      query.selectFrom('reads').select('n').where('account_id', '=', p.account).where('room_id', '=', p.room),
    ),
    saveMark: prepare(database, (p: Membership & { n: number }) =>
      query
        .insertInto('reads')
        .values({ account_id: p.account, room_id: p.room, n: p.n })
        .onConflict((conflict) => conflict.columns(['account_id', 'room_id']).doUpdateSet({ n: p.n })),
    ),
  };
}
