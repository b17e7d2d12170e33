import type { DatabaseSync } from 'node:sqlite';
import type { FileFacts, FileRow } from '../rows.ts';
import type { Transaction } from '../store.ts';
import type { Synchronous } from '../synchronous.ts';
import { FILE_COLUMNS, toFileRow } from './file-columns.ts';
import { prepare, query } from './statements.ts';

type Methods =
  | 'createFile'
  | 'file'
  | 'finishFile'
  | 'describeFile'
  | 'makePicture'
  | 'fileBytes'
  | 'openFileCount'
  | 'removeFile'
  | 'removeFilesOf'
  | 'openFilesBefore';
type NewFile = Parameters<Transaction['createFile']>[0];

/** Under this the bytes of everybody are counted. */
const EVERYBODY = '';

export function ledgerFiles(database: DatabaseSync): Synchronous<Pick<Transaction, Methods>> {
  const statements = prepareStatements(database);

  const bytesOf = (owner: string) => statements.usage.get({ owner })?.bytes ?? 0;

  function count(owner: string, bytes: number): void {
    for (const whose of [owner, EVERYBODY]) statements.setUsage.run({ owner: whose, bytes: bytesOf(whose) + bytes });
  }

  return {
    createFile(file) {
      statements.insert.run(file);
      count(file.owner, file.size);
    },

    file(id) {
      const stored = statements.file.get({ id });
      return stored && toFileRow(stored);
    },

    finishFile(id, facts) {
      const { owner, size } = statements.file.get({ id })!;
      statements.finish.run({
        id,
        ...facts,
        width: facts.width ?? null,
        height: facts.height ?? null,
        durationMs: facts.durationMs ?? null,
        thumbnail: facts.thumbnail ? 1 : 0,
      });
      count(owner, facts.size - size);
    },

    describeFile(id, description) {
      statements.describe.run({ id, description });
    },

    makePicture(id) {
      statements.makePicture.run({ id });
    },

    fileBytes: (owner = EVERYBODY) => bytesOf(owner),
    openFileCount: (owner) => statements.countOpen.get({ owner })?.count ?? 0,

    removeFile(id) {
      for (const { owner, size } of statements.remove.all({ id })) count(owner, -size);
    },

    removeFilesOf(room, message, upTo = message) {
      const removed = statements.removeOf.all({ room, message, upTo });
      for (const { owner, size } of removed) count(owner, -size);
      return removed.map(({ id }) => id);
    },

    openFilesBefore: (time, options) => statements.openBefore.all({ time, ...options }).map(({ id }) => id),
  };
}

type StoredFacts = Pick<FileFacts, 'size' | 'type'> & {
  readonly id: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly durationMs: number | null;
  readonly thumbnail: number;
};

function prepareStatements(database: DatabaseSync) {
  return {
    file: prepare(database, (p: Pick<FileRow, 'id'>) =>
      query.selectFrom('files').select(FILE_COLUMNS).where('id', '=', p.id),
    ),
    insert: prepare(database, (p: NewFile) =>
      query.insertInto('files').values({
        id: p.id,
        owner_id: p.owner,
        name: p.name,
        size: p.size,
        created_at: p.createdAt,
        thumbnail: 0,
        description: '',
      }),
    ),
    finish: prepare(database, (p: StoredFacts) =>
      query
        .updateTable('files')
        .set({
          size: p.size,
          type: p.type,
          width: p.width,
          height: p.height,
          duration_ms: p.durationMs,
          thumbnail: p.thumbnail,
        })
        .where('id', '=', p.id),
    ),
    describe: prepare(database, (p: Pick<FileRow, 'id' | 'description'>) =>
      query.updateTable('files').set({ description: p.description }).where('id', '=', p.id),
    ),
    makePicture: prepare(database, (p: Pick<FileRow, 'id'>) =>
      query.updateTable('files').set({ is_picture: 1 }).where('id', '=', p.id),
    ),
    usage: prepare(database, (p: { owner: string }) =>
      query.selectFrom('file_usage').select('bytes').where('owner_id', '=', p.owner),
    ),
    setUsage: prepare(database, (p: { owner: string; bytes: number }) =>
      query
        .insertInto('file_usage')
        .values({ owner_id: p.owner, bytes: p.bytes })
        .onConflict((conflict) => conflict.column('owner_id').doUpdateSet({ bytes: p.bytes })),
    ),
    countOpen: prepare(database, (p: { owner: string }) =>
      query
        .selectFrom('files')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('owner_id', '=', p.owner)
        .where('room_id', 'is', null)
        .where('is_picture', '=', 0),
    ),
    remove: prepare(database, (p: { id: string }) =>
      query.deleteFrom('files').where('id', '=', p.id).returning(['id', 'owner_id as owner', 'size']),
    ),
    removeOf: prepare(database, (p: { room: string; message: number; upTo: number }) =>
      query
        .deleteFrom('files')
        .where('room_id', '=', p.room)
        .where('message_seq', '>=', p.message)
        .where('message_seq', '<=', p.upTo)
        .returning(['id', 'owner_id as owner', 'size']),
    ),
    openBefore: prepare(database, (p: { time: number; unfinished: number; msPerByte: number; limit: number }) =>
      query
        .selectFrom('files')
        .select('id')
        .where('room_id', 'is', null)
        .where('is_picture', '=', 0)
        .where('created_at', '<', p.unfinished)
        .where(({ or, and, eb }) =>
          or([
            eb('created_at', '<', p.time),
            and([eb('type', 'is', null), eb(eb('created_at', '+', eb('size', '*', p.msPerByte)), '<', p.unfinished)]),
          ]),
        )
        .orderBy('created_at')
        .limit(p.limit),
    ),
  };
}
