import { sql, type Kysely } from 'kysely';

/** Whom messages mention or answer: one row for each account, under the seq of the event in its stream. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('mentions')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('n', 'bigint', (column) => column.notNull())
    .addColumn('message_seq', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('mentions_key', ['account_id', 'seq'])
    .modifyEnd(sql`without rowid`)
    .execute();
  await schema.createIndex('mentions_by_room').on('mentions').columns(['account_id', 'room_id', 'n']).execute();
  await schema.createIndex('mentions_by_message').on('mentions').columns(['room_id', 'message_seq']).execute();
}
