import type { Invitation, PushMessage, PushRoom, PushSource, TellingEdit } from '../../push/push-source.ts';
import { LOBBY_ID } from '../lobby.ts';
import { NO_PREFERENCES, toPreferences, toSettings, type StoredPreferences } from './columns.ts';
import { openReader } from './connection.ts';

/** Reads on a connection of its own, for the background thread. */
export function openPushSource(databaseFile: string): PushSource {
  const database = openReader(databaseFile);
  const historyId = database.prepare("select value from meta where key = 'history_id'");
  const lastRow = database.prepare('select max(rowid) as row from messages');
  const messageByRow = database.prepare(`${MESSAGE} where messages.rowid = ?`);
  const messageByPlace = database.prepare(`${MESSAGE} where room_id = ? and messages.seq = ?`);
  const messagesAfter = database.prepare(`${MESSAGE} where messages.rowid > ? order by messages.rowid limit ?`);
  const lastEventRow = database.prepare('select max(rowid) as row from room_events');
  const invitations = database.prepare(`${INVITATION} and room_events.rowid > ? and room_events.rowid <= ?`);
  const invitationByPlace = database.prepare(`${INVITATION} and room_id = ? and room_events.seq = ?`);
  const lastChangeRow = database.prepare('select max(rowid) as row from message_changes');
  const tellingEdits = database.prepare(TELLING_EDITS);
  const room = database.prepare('select id, name, kind from rooms where id = ?');
  const members = database.prepare(
    'select account_id as id from members where room_id = ? and account_id in (select value from json_each(?))',
  );
  const fileNames = database.prepare('select name from files where room_id = ? and message_seq = ? order by position');
  const account = database.prepare('select id, name, settings from accounts where id = ?');
  const preferences = database.prepare(
    'select level, muted_until as mutedUntil, pinned, unread_from as unreadFrom from room_preferences where account_id = ? and room_id = ?',
  );
  const readMark = database.prepare('select n from reads where account_id = ? and room_id = ?');
  const told = database.prepare(
    'select late, edit_seq as edit from mentions where room_id = ? and message_seq = ? and account_id = ? limit 1',
  );
  const livingSession = database.prepare(
    `select 1 from sessions join accounts on accounts.id = sessions.account_id
     where sessions.id = ? and sessions.expires_at > ? and accounts.disabled = 0`,
  );

  return {
    get historyId() {
      return String(historyId.get()?.['value']);
    },
    get lastRow() {
      return Number(lastRow.get()?.['row'] ?? 0);
    },
    message: (row) => messageByRow.get(row) as PushMessage | undefined,
    messageAt: (id, seq) => messageByPlace.get(id, seq) as PushMessage | undefined,
    messagesAfter: (row, limit) => messagesAfter.all(row, limit) as unknown as PushMessage[],
    get lastEventRow() {
      return Number(lastEventRow.get()?.['row'] ?? 0);
    },
    invitations: (after, upTo) => invitations.all(after, upTo) as unknown as Invitation[],
    invitationAt: (id, seq) => invitationByPlace.get(id, seq) as Invitation | undefined,
    get lastChangeRow() {
      return Number(lastChangeRow.get()?.['row'] ?? 0);
    },
    tellingEdits: (after, upTo) => tellingEdits.all(after, upTo) as unknown as TellingEdit[],
    room: (id) => room.get(id) as PushRoom | undefined,
    membersAmong(id, accounts) {
      // Everybody is in the Lobby.
      if (id === LOBBY_ID) return accounts;
      return members.all(id, JSON.stringify(accounts)).map((row) => String(row['id']));
    },
    told(who, id, seq) {
      const found = told.get(id, seq, who) as { late: number | null; edit: number | null } | undefined;
      return found && { isLate: found.late !== null, edit: found.edit };
    },
    fileNames: (id, seq) => fileNames.all(id, seq).map((row) => String(row['name'])),
    nameOf: (id) => account.get(id)?.['name'] as string | undefined,
    account(id) {
      const found = account.get(id);
      return found && { id, ...toSettings(String(found['settings'])) };
    },
    preferences: (who, id) =>
      toPreferences((preferences.get(who, id) as StoredPreferences | undefined) ?? NO_PREFERENCES),
    readMark: (account, id) => Number(readMark.get(account, id)?.['n'] ?? 0),
    isAlive: (session, now) => livingSession.get(session, now) !== undefined,
    [Symbol.dispose]: () => database.close(),
  };
}

const MESSAGE = `
  select messages.rowid as row, room_id as room, messages.seq as seq, n, at, author_id as author,
    accounts.name as authorName, body
  from messages join accounts on accounts.id = author_id`;

const INVITATION = `
  select room_id as room, room_events.seq as seq, by_id as account, actor_id as by, accounts.name as byName
  from room_events join accounts on accounts.id = actor_id
  where room_events.kind = 'joined'`;

const TELLING_EDITS = `
  select messages.room_id as room, messages.seq as seq, messages.n as n, messages.rowid as row, mentions.account_id as account
  from message_changes as edits
    join mentions on mentions.room_id = edits.room_id and mentions.message_seq = edits.message_seq and edit_seq = edits.seq
    join messages on messages.room_id = edits.room_id and messages.seq = edits.message_seq
  where edits.rowid > ? and edits.rowid <= ?`;
