import { sql, type Kysely } from 'kysely';

/** Accounts that are kept out of rooms; `name_key` is the account's, for pages by name. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('bans')
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.notNull())
    .addColumn('by_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('bans_key', ['room_id', 'account_id'])
    .modifyEnd(sql`without rowid`)
    .execute();
  await schema.createIndex('bans_by_name').on('bans').columns(['room_id', 'name_key']).execute();
}
