import { type Kysely, sql } from 'kysely';

/**
 * What accounts set: for themselves as one value, as it is read whole and never searched; and for rooms, a row for each. A
 * display name is as unique as a login name, by what it looks like.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .alterTable('accounts')
    .addColumn('settings', 'text', (column) => column.notNull().defaultTo('{}'))
    .execute();
  await schema
    .alterTable('accounts')
    .addColumn('name_skeleton', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await sql`update accounts set name_skeleton = skeleton`.execute(db);
  await schema.createIndex('accounts_by_name_skeleton').on('accounts').column('name_skeleton').execute();

  await schema
    .createTable('room_preferences')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('level', 'text')
    .addColumn('muted_until', 'bigint')
    .addColumn('pinned', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('room_preferences_key', ['account_id', 'room_id'])
    .modifyEnd(sql`without rowid`)
    .execute();
}
