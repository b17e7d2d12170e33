import type { DatabaseSync } from 'node:sqlite';
import { LIMITS } from '@skein/protocol/limits';
import type { RoomView } from '@skein/protocol/rooms';
import { directFacts } from '../../rooms/direct.ts';
import { profileOf } from '../../accounts/account-view.ts';
import type { RoomRow } from '../rows.ts';
import {
  NO_PREFERENCES,
  PREFERENCES_COLUMNS,
  type StoredPreferences,
  toPreferences,
  toRoomView,
  toSettings,
} from './columns.ts';
import { prepare, query } from './statements.ts';

/** What a view is made of besides the room. */
export interface Viewer {
  readonly account: string;
  readonly role: RoomView['role'];
  readonly read: number;
  /** Where they were read with the room. */
  readonly preferences?: StoredPreferences;
}

/** Rooms as their members see them; in a direct room also who else is in it, under the names they have now. */
export function roomViews(database: DatabaseSync): (room: RoomRow, viewer: Viewer) => RoomView {
  const members = prepareMembers(database);
  const preferencesOf = preparePreferences(database);
  const mentions = prepareMentions(database);
  const lateMentions = prepareLateMentions(database);

  return (room, { account, role, read, preferences }) => {
    const view = toRoomView(room, role, read);
    const set = toPreferences(preferences ?? preferencesOf.get({ account, room: room.id }) ?? NO_PREFERENCES);
    const unread =
      view.read < room.n ? mentions.all({ account, room: room.id, read: view.read }).map(({ n }) => n) : [];
    const late =
      view.read > 0 ? lateMentions.all({ account, room: room.id, above: room.told.floor }).map(({ seq }) => seq) : [];
    const own = {
      ...(Object.keys(set).length > 0 ? { preferences: set } : {}),
      ...(unread.length > 0 ? { mentions: unread.reverse() } : {}),
      ...(late.length > 0 ? { lateMentions: late.reverse() } : {}),
    };
    if (room.kind !== 'direct') return { ...view, ...own };
    const people = members.all({ room: room.id }).map(({ id, name, settings }) => {
      return { id, name, ...profileOf(toSettings(settings)) };
    });
    return { ...view, ...own, ...directFacts(account, people) };
  };
}

function prepareMembers(database: DatabaseSync) {
  return prepare(database, (p: { room: string }) =>
    query
      .selectFrom('members')
      .innerJoin('accounts', 'accounts.id', 'members.account_id')
      .select(['accounts.id', 'accounts.name', 'accounts.settings'])
      .where('members.room_id', '=', p.room)
      .orderBy('members.name_key')
      .limit(LIMITS.directPeople),
  );
}

function preparePreferences(database: DatabaseSync) {
  return prepare(database, (p: { account: string; room: string }) =>
    query
      .selectFrom('room_preferences')
      .select(PREFERENCES_COLUMNS)
      .where('account_id', '=', p.account)
      .where('room_id', '=', p.room),
  );
}

/** The newest that were not read, the last one first. */
function prepareMentions(database: DatabaseSync) {
  return prepare(database, (p: { account: string; room: string; read: number }) =>
    query
      .selectFrom('mentions')
      .select('n')
      .where('account_id', '=', p.account)
      .where('room_id', '=', p.room)
      .where('n', '>', p.read)
      .orderBy('n', 'desc')
      .limit(LIMITS.mentionsNamed),
  );
}

/** The newest that were not seen, the last one first; without what has expired. */
function prepareLateMentions(database: DatabaseSync) {
  return prepare(database, (p: { account: string; room: string; above: number }) =>
    query
      .selectFrom('mentions')
      .select('message_seq as seq')
      .where('account_id', '=', p.account)
      .where('room_id', '=', p.room)
      .where('message_seq', '>', p.above)
      .where('late', 'is not', null)
      .orderBy('message_seq', 'desc')
      .limit(LIMITS.mentionsNamed),
  );
}
