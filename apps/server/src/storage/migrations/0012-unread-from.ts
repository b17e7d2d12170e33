import type { Kysely } from 'kysely';

/** From where on a room counts as unread again, for who put it back. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('room_preferences').addColumn('unread_from', 'bigint').execute();
}
