import { sql, type Kysely } from 'kysely';

/**
 * What a reply answers is a row of its own, so that a message that answers nothing writes nothing more than before. A group
 * counts its replies, and whoever follows it has a mark in it.
 */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('replies')
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('message_seq', 'bigint', (column) => column.notNull())
    .addColumn('root_seq', 'bigint', (column) => column.notNull())
    .addColumn('r', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('replies_key', ['room_id', 'seq'])
    .modifyEnd(sql`without rowid`)
    .execute();
  await schema.createIndex('replies_by_root').unique().on('replies').columns(['room_id', 'root_seq', 'r']).execute();

  await schema
    .createTable('reply_groups')
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('root_seq', 'bigint', (column) => column.notNull())
    .addColumn('count', 'bigint', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('reply_groups_key', ['room_id', 'root_seq'])
    .modifyEnd(sql`without rowid`)
    .execute();

  await schema
    .createTable('reply_reads')
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('root_seq', 'bigint', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('r', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('reply_reads_key', ['room_id', 'root_seq', 'account_id'])
    .modifyEnd(sql`without rowid`)
    .execute();

  await schema.alterTable('account_events').addColumn('message_seq', 'bigint').execute();
}
