import type { AccountSettings } from '@skein/protocol/accounts';
import type { NotificationLevel, RoomPreferences, RoomSettings, RoomView } from '@skein/protocol/rooms';
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
  'accounts.settings',
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
  'rooms.told_floor as toldFloor',
  'rooms.told_n as toldN',
  'rooms.retention_days as retentionDays',
  'rooms.topic',
  'rooms.description',
  'rooms.archived',
] as const;

type StoredAccount = Stored<Omit<AccountRow, 'settings'>> & { readonly settings: string };

/** A room's row with what is set for it in columns of their own. */
type StoredRoom = Stored<Omit<RoomRow, 'settings' | 'told'>> & StoredSettings & StoredTold;

interface StoredTold {
  readonly toldFloor: number;
  readonly toldN: number;
}

export interface StoredSettings {
  readonly retentionDays: number | null;
  readonly topic: string;
  readonly description: string;
  readonly archived: number;
}

type Stored<Row> = { readonly [K in keyof Row]: Row[K] extends boolean ? number : Row[K] };

export function toAccountRow(stored: StoredAccount): AccountRow {
  return { ...stored, disabled: stored.disabled === 1, settings: toSettings(stored.settings) };
}

/** What an account sets for itself, of its JSON. Most set nothing. */
export function toSettings(json: string): AccountSettings {
  return json === '{}' ? {} : (JSON.parse(json) as AccountSettings);
}

export const PREFERENCES_COLUMNS = [
  'room_preferences.level',
  'room_preferences.muted_until as mutedUntil',
  'room_preferences.pinned',
  'room_preferences.unread_from as unreadFrom',
] as const;

export interface StoredPreferences {
  readonly level: NotificationLevel | null;
  readonly mutedUntil: number | null;
  readonly pinned: number | null;
  readonly unreadFrom: number | null;
}

/** Of who has set nothing for a room: there is no row. */
export const NO_PREFERENCES: StoredPreferences = { level: null, mutedUntil: null, pinned: null, unreadFrom: null };

export function toPreferences({ level, mutedUntil, pinned, unreadFrom }: StoredPreferences): RoomPreferences {
  return {
    ...(level === null ? {} : { level }),
    ...(mutedUntil === null ? {} : { mutedUntil }),
    ...(pinned === 1 ? { pinned: true } : {}),
    ...(unreadFrom === null ? {} : { unreadFrom }),
  };
}

export function toRoomRow(room: StoredRoom): RoomRow {
  const { retentionDays, topic, description, archived, toldFloor, toldN, ...stored } = room;
  const settings = { retentionDays, ...toShownSettings({ topic, description, archived }) };
  return { ...stored, lobby: stored.lobby === 1, told: { floor: toldFloor, n: toldN }, settings };
}

/** What of a room's settings the directory shows. */
export function toShownSettings({ topic, description, archived }: Omit<StoredSettings, 'retentionDays'>) {
  return {
    ...(topic === '' ? {} : { topic }),
    ...(description === '' ? {} : { description }),
    ...(archived === 1 ? { archived: true } : {}),
  };
}

export function toStoredSettings({
  retentionDays,
  topic = '',
  description = '',
  archived,
}: RoomSettings): StoredSettings {
  return { retentionDays, topic, description, archived: archived ? 1 : 0 };
}

/** A room as a member sees it, but for what only a direct room shows. */
export function toRoomView(room: RoomRow, role: RoomView['role'], read: number): RoomView {
  const { id, kind, name, lobby, seq, n, members, told, settings } = room;
  return { id, kind, name, lobby, role, seq, n, read: Math.max(read, told.n), floor: told.floor, members, ...settings };
}
