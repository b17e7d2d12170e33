import { sql, type Kysely } from 'kysely';

export async function up({ schema }: Kysely<unknown>): Promise<void> {
  for (const name of ['told_floor', 'told_n']) {
    await schema
      .alterTable('rooms')
      .addColumn(name, 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
  }
  await schema.alterTable('room_events').addColumn('floor', 'bigint').execute();
  await schema.alterTable('room_events').addColumn('n', 'bigint').execute();
  // Few rooms have any; in others nothing is written for it.
  await schema
    .createIndex('rooms_with_retention')
    .on('rooms')
    .column('id')
    .where(sql.ref('retention_days'), 'is not', null)
    .execute();
}
