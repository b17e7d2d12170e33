import { sql, type Kysely } from 'kysely';

/**
 * What members put on messages: each reaction and pin, and the end of it, is a row of `tag_events`; the other tables are what
 * is there now. Client ids come first in their index for the same reason as those of messages.
 */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('tag_events')
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('message_seq', 'bigint', (column) => column.notNull())
    .addColumn('n', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('by_id', 'text', (column) => column.notNull())
    .addColumn('client_id', 'text', (column) => column.notNull())
    .addColumn('emoji', 'text', (column) => column.notNull())
    .addColumn('count', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('tag_events_key', ['room_id', 'seq'])
    .execute();
  await schema.createIndex('tag_events_by_message').on('tag_events').columns(['room_id', 'message_seq']).execute();
  await schema
    .createIndex('tag_events_by_client_id')
    .unique()
    .on('tag_events')
    .columns(['client_id', 'by_id'])
    .execute();

  await schema
    .createTable('message_tags')
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('message_seq', 'bigint', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('pin_seq', 'bigint')
    .addPrimaryKeyConstraint('message_tags_key', ['room_id', 'message_seq'])
    .execute();
  await schema
    .createIndex('message_tags_by_pin')
    .on('message_tags')
    .columns(['room_id', 'pin_seq'])
    .where('pin_seq', 'is not', null)
    .execute();

  await schema
    .createTable('reaction_counts')
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('message_seq', 'bigint', (column) => column.notNull())
    .addColumn('emoji', 'text', (column) => column.notNull())
    .addColumn('count', 'bigint', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('named', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('reaction_counts_key', ['room_id', 'message_seq', 'emoji'])
    .modifyEnd(sql`without rowid`)
    .execute();

  await schema
    .createTable('reactions')
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('message_seq', 'bigint', (column) => column.notNull())
    .addColumn('emoji', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('reactions_key', ['room_id', 'account_id', 'message_seq', 'emoji'])
    .modifyEnd(sql`without rowid`)
    .execute();
  await schema
    .createIndex('reactions_by_message')
    .on('reactions')
    .columns(['room_id', 'message_seq', 'emoji', 'seq'])
    .execute();
}
