import type { Kysely } from 'kysely';

/** A file can be its owner's picture. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .alterTable('files')
    .addColumn('is_picture', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}
