import { sql, type Kysely } from 'kysely';

// Migrations are history: they name columns themselves and never import the schema, which moves on.

export async function up(db: Kysely<unknown>): Promise<void> {
  await createMeta(db);
  await createAccounts(db);
  await createRooms(db);
  await createStreams(db);
}

async function createMeta({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('meta')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}

async function createAccounts({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('accounts')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('login', 'text', (column) => column.notNull())
    .addColumn('login_key', 'text', (column) => column.notNull().unique())
    .addColumn('skeleton', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('disabled', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('accounts_by_role').on('accounts').column('role').execute();
  await schema.createIndex('accounts_by_kind').on('accounts').columns(['kind', 'login_key']).execute();

  await schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('agent', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('sessions_by_account').on('sessions').column('account_id').execute();

  await schema
    .createTable('reset_links')
    .addColumn('token_hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('reset_links_by_account').on('reset_links').column('account_id').execute();
}

async function createRooms({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('rooms')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('lobby', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('n', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('members', 'integer', (column) => column.notNull())
    .addColumn('floor', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('rooms_by_kind').on('rooms').columns(['kind', 'name_key']).execute();

  await schema
    .createTable('members')
    .addColumn('room_id', 'text', (column) => column.notNull().references('rooms.id'))
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.notNull())
    .addColumn('joined_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('members_key', ['room_id', 'account_id'])
    .execute();
  await schema.createIndex('members_by_account').on('members').column('account_id').execute();
  await schema.createIndex('members_by_name').on('members').columns(['room_id', 'name_key']).execute();
}

/**
 * What every post writes; what counts is how many pages one commit touches. Messages are appended by row id, not clustered by
 * room. Client ids are ordered by time, so the index that begins with them grows at its end too; one that began with the
 * author would touch a page for each. The rights behind these rows are judged before, so no foreign keys here.
 */
async function createStreams({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('messages')
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('n', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('author_id', 'text', (column) => column.notNull())
    .addColumn('client_id', 'text', (column) => column.notNull())
    .addColumn('body_hash', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('from_server', 'integer', (column) => column.notNull())
    .execute();
  await schema.createIndex('messages_by_seq').unique().on('messages').columns(['room_id', 'seq']).execute();
  await schema
    .createIndex('messages_by_client_id')
    .unique()
    .on('messages')
    .columns(['client_id', 'author_id'])
    .execute();

  await schema
    .createTable('room_events')
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('by_id', 'text', (column) => column.notNull())
    .addColumn('actor_id', 'text')
    .addPrimaryKeyConstraint('room_events_key', ['room_id', 'seq'])
    .execute();

  await schema
    .createTable('account_events')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('n', 'bigint')
    .addPrimaryKeyConstraint('account_events_key', ['account_id', 'seq'])
    .modifyEnd(sql`without rowid`)
    .execute();

  await schema
    .createTable('reads')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('n', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('reads_key', ['account_id', 'room_id'])
    .modifyEnd(sql`without rowid`)
    .execute();
}
