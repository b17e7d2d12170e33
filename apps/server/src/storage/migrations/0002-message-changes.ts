import type { Kysely } from 'kysely';

/**
 * Edits and deletions are rows of their own, so that a post writes nothing more than before; the message points at the last
 * of them. Client ids come first in their index for the same reason as those of messages.
 */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('messages').addColumn('change_seq', 'bigint').execute();
  await schema
    .createTable('message_changes')
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('message_seq', 'bigint', (column) => column.notNull())
    .addColumn('n', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('by_id', 'text', (column) => column.notNull())
    .addColumn('client_id', 'text', (column) => column.notNull())
    .addColumn('body_hash', 'text', (column) => column.notNull())
    .addColumn('earlier_body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('message_changes_key', ['room_id', 'seq'])
    .execute();
  await schema
    .createIndex('message_changes_by_message')
    .on('message_changes')
    .columns(['room_id', 'message_seq', 'seq'])
    .execute();
  await schema
    .createIndex('message_changes_by_client_id')
    .unique()
    .on('message_changes')
    .columns(['client_id', 'by_id'])
    .execute();
}
