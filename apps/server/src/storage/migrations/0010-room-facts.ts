import type { Kysely } from 'kysely';

/** What a room is about, and whether it is over. The directory shows those that are not first. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  for (const name of ['topic', 'description']) {
    await schema
      .alterTable('rooms')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
      .execute();
  }
  await schema
    .alterTable('rooms')
    .addColumn('archived', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.dropIndex('rooms_by_kind').execute();
  await schema.createIndex('rooms_by_kind').on('rooms').columns(['kind', 'archived', 'name_key']).execute();
  await schema.createIndex('members_by_role').on('members').columns(['room_id', 'role']).execute();
}
