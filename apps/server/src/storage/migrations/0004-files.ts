import { sql, type Kysely } from 'kysely';

/** Files have rows of their own, and messages without files are written as before. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('files')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('size', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('type', 'text')
    .addColumn('width', 'integer')
    .addColumn('height', 'integer')
    .addColumn('duration_ms', 'bigint')
    .addColumn('thumbnail', 'integer', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('room_id', 'text')
    .addColumn('message_seq', 'bigint')
    .addColumn('position', 'integer')
    .execute();
  await schema
    .createIndex('files_by_message')
    .on('files')
    .columns(['room_id', 'message_seq', 'position'])
    .where(sql.ref('room_id'), 'is not', null)
    .execute();
  // Those in no message, which are few.
  await schema
    .createIndex('files_open_by_owner')
    .on('files')
    .columns(['owner_id'])
    .where(sql.ref('room_id'), 'is', null)
    .execute();
  await schema
    .createIndex('files_open_by_time')
    .on('files')
    .columns(['created_at'])
    .where(sql.ref('room_id'), 'is', null)
    .execute();
  await schema
    .createTable('file_usage')
    .addColumn('owner_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .execute();
}
