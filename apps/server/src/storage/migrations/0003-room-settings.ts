import type { Kysely } from 'kysely';

export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('rooms').addColumn('retention_days', 'integer').execute();
  await schema.alterTable('room_events').addColumn('settings', 'text').execute();
}
