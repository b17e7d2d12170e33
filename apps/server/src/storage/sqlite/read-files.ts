import type { DatabaseSync } from 'node:sqlite';
import type { ReadStore } from '../store.ts';
import type { Synchronous } from '../synchronous.ts';
import { FILE_COLUMNS, toFileRow } from './file-columns.ts';
import type { RoomReads } from './read-rooms.ts';
import { prepare, query } from './statements.ts';

export function readFiles(database: DatabaseSync, rooms: RoomReads): Synchronous<Pick<ReadStore, 'file' | 'hasFile'>> {
  const byId = prepare(database, (p: { id: string }) =>
    query.selectFrom('files').select(FILE_COLUMNS).where('id', '=', p.id),
  );

  return {
    file({ id, account }) {
      const stored = byId.get({ id });
      if (!stored) return undefined;
      const row = toFileRow(stored);
      const isOfRoom = row.room !== undefined && rooms.roleIn(row.room, account) !== undefined;
      const isSeen = row.isPicture || (row.room === undefined ? row.owner === account : isOfRoom);
      return isSeen ? row : undefined;
    },

    hasFile(id) {
      const stored = byId.get({ id });
      if (!stored) return undefined;
      return stored.type === null ? 'uploading' : 'whole';
    },
  };
}
