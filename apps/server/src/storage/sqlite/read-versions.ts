import type { DatabaseSync } from 'node:sqlite';
import type { ReadStore } from '../store.ts';
import type { RoomReads } from './read-rooms.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

interface MessageKey {
  readonly room: string;
  readonly message: number;
}

export function readVersions(database: DatabaseSync, rooms: RoomReads): Synchronous<Pick<ReadStore, 'versions'>> {
  const statements = prepareStatements(database);

  return {
    versions({ room, account, message }) {
      if (!rooms.roleIn(room, account)) return undefined;
      const key = { room, message };
      const current = statements.message.get(key);
      if (!current) return undefined;
      const changes = statements.changes.all(key);
      if (changes.at(-1)?.kind === 'deleted') return { versions: [] };
      // A body held from its own edit until the next one, which kept it.
      const times = [current.at, ...changes.map(({ at }) => at)];
      const bodies = [...changes.map(({ body }) => body), current.body];
      return { versions: times.map((at, index) => ({ at, body: bodies[index]! })) };
    },
  };
}

function prepareStatements(database: DatabaseSync) {
  return {
    message: prepare(database, (p: MessageKey) =>
      query.selectFrom('messages').select(['at', 'body']).where('room_id', '=', p.room).where('seq', '=', p.message),
    ),
    changes: prepare(database, (p: MessageKey) =>
      query
        .selectFrom('message_changes')
        .select(['kind', 'at', 'earlier_body as body'])
        .where('room_id', '=', p.room)
        .where('message_seq', '=', p.message)
        .orderBy('seq'),
    ),
  };
}
