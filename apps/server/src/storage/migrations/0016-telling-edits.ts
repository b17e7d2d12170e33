import type { Kysely } from 'kysely';

/** Which edit told somebody of a message; nothing where the message itself did. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('mentions').addColumn('edit_seq', 'bigint').execute();
}
