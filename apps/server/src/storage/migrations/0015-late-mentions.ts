import { sql, type Kysely } from 'kysely';

/** Mentions by an edit of what was read already, until they are seen: few at any time, so that a room's view finds them at once. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('mentions').addColumn('late', 'integer').execute();
  await schema
    .createIndex('mentions_late')
    .on('mentions')
    .columns(['account_id', 'room_id', 'message_seq'])
    .where(sql.ref('late'), 'is not', null)
    .execute();
}
