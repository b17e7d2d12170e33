import type { RoomView } from '@skein/protocol/rooms';
import type { AccountRow, RoomRow } from '../rows.ts';

// Columns under the names that the rest of the server knows, and the rows made of them. SQLite has no truth values.

export const ACCOUNT_COLUMNS = [
  'accounts.id',
  'accounts.kind',
  'accounts.role',
  'accounts.login',
  'accounts.login_key as loginKey',
  'accounts.name',
  'accounts.password_hash as passwordHash',
  'accounts.disabled',
  'accounts.created_at as createdAt',
  'accounts.seq',
] as const;

export const ROOM_COLUMNS = [
  'rooms.id',
  'rooms.kind',
  'rooms.lobby',
  'rooms.name',
  'rooms.name_key as nameKey',
  'rooms.created_at as createdAt',
  'rooms.seq',
  'rooms.n',
  'rooms.at',
  'rooms.members',
  'rooms.floor',
  'rooms.retention_days as retentionDays',
] as const;

/** A room's row with what is set for it in columns of their own. */
type StoredRoom = Stored<Omit<RoomRow, 'settings'> & RoomRow['settings']>;

type Stored<Row> = { readonly [K in keyof Row]: Row[K] extends boolean ? number : Row[K] };

export function toAccountRow(stored: Stored<AccountRow>): AccountRow {
  return { ...stored, disabled: stored.disabled === 1 };
}

export function toRoomRow({ retentionDays, ...stored }: StoredRoom): RoomRow {
  return { ...stored, lobby: stored.lobby === 1, settings: { retentionDays } };
}

/** A room as a member sees it, but for what only a direct room shows. */
export function toRoomView(room: RoomRow, role: RoomView['role'], read: number): RoomView {
  const { id, kind, name, lobby, seq, n, members, settings } = room;
  return { id, kind, name, lobby, role, seq, n, read, members, ...settings };
}
