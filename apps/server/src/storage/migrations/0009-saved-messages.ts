import { sql, type Kysely } from 'kysely';

/** Messages that accounts keep for themselves, under the seqs of the events in their streams. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('saved_messages')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('message_seq', 'bigint', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('saved_messages_key', ['account_id', 'room_id', 'message_seq'])
    .modifyEnd(sql`without rowid`)
    .execute();
  await schema.createIndex('saved_messages_by_seq').on('saved_messages').columns(['account_id', 'seq']).execute();
  await schema
    .createIndex('saved_messages_by_message')
    .on('saved_messages')
    .columns(['room_id', 'message_seq'])
    .execute();
}
