import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Compilable } from 'kysely';
import { LOBBY, SERVER_ACCOUNT } from '../lobby.ts';
import { prepare, query } from './statements.ts';

/**
 * Begins the community: its history, the server's own account, and the Lobby with its `created` event.
 * @returns the id of the history
 */
export function found(database: DatabaseSync, now: number): string {
  const historyId = randomBytes(12).toString('base64url');
  database.exec('begin immediate');
  try {
    for (const insert of beginnings(historyId, now)) prepare(database, () => insert).run({});
    database.exec('commit');
  } finally {
    if (database.isTransaction) database.exec('rollback');
  }
  return historyId;
}

function beginnings(historyId: string, now: number): Compilable[] {
  return [
    query.insertInto('meta').values([
      { key: 'history_id', value: historyId },
      // Until the first account is operator and has chosen, nobody else registers.
      { key: 'registration', value: 'closed' },
    ]),
    query.insertInto('accounts').values({
      id: SERVER_ACCOUNT.id,
      kind: 'system',
      role: 'member',
      login: SERVER_ACCOUNT.name,
      login_key: SERVER_ACCOUNT.nameKey,
      skeleton: SERVER_ACCOUNT.nameKey,
      name: SERVER_ACCOUNT.name,
      password_hash: '',
      disabled: 0,
      created_at: now,
      seq: 0,
    }),
    query.insertInto('rooms').values({
      id: LOBBY.id,
      kind: 'public',
      lobby: 1,
      name: LOBBY.name,
      name_key: LOBBY.nameKey,
      created_at: now,
      seq: 1,
      n: 0,
      at: now,
      members: 0,
      floor: 0,
    }),
    query.insertInto('room_events').values({
      room_id: LOBBY.id,
      seq: 1,
      kind: 'created',
      at: now,
      by_id: SERVER_ACCOUNT.id,
      actor_id: null,
    }),
  ];
}
