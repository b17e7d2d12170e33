import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { Kysely, SqliteAdapter, SqliteDialect, type SqliteDatabase } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import type { Migrations } from '../migrations/migrations.ts';
import { createPrivately } from '../create-privately.ts';
import { appliedMigrations } from './applied-migrations.ts';

/** Brings an older database up to date, all or nothing, after setting a copy aside. */
export async function migrate(database: DatabaseSync, file: string, migrations: Migrations): Promise<void> {
  const done = appliedMigrations(database);
  const next = Object.keys(migrations).sort()[done.length];
  if (next === undefined) return;
  if (done.length > 0) setAside(database, file, Number.parseInt(next, 10));
  const migrator = new Migrator({
    db: overConnection(database),
    provider: { getMigrations: () => loaded(migrations) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error as Error;
}

async function loaded(migrations: Migrations): Promise<Record<string, Migration>> {
  const all = Object.entries(migrations).map(async ([name, load]) => [name, await load()] as const);
  return Object.fromEntries(await Promise.all(all));
}

/**
 * Keeps `skein.db.before-2` before migration 2. It is complete under its name: a half-written copy has another one. It holds what
 * people delete from now on, and so is kept for a while only: `forgetCopies`.
 */
function setAside(database: DatabaseSync, file: string, migration: number): void {
  const copy = `${file}.before-${migration}`;
  const unfinished = `${copy}.part`;
  rmSync(unfinished, { force: true });
  createPrivately(unfinished);
  database.prepare('vacuum into ?').run(unfinished);
  const descriptor = openSync(unfinished, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
  chmodSync(unfinished, 0o600);
  renameSync(unfinished, copy);
}

/** Kysely over an open connection, which stays the caller's to close. */
function overConnection(database: DatabaseSync): Kysely<unknown> {
  const adapted: SqliteDatabase = {
    close: () => undefined,
    prepare(sql) {
      const statement = database.prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...(values as SQLInputValue[])),
        run: (values) => statement.run(...(values as SQLInputValue[])),
        iterate: (values) => statement.iterate(...(values as SQLInputValue[])),
      };
    },
  };
  return new Kysely({ dialect: new TransactionalDialect({ database: adapted }) });
}

/** SQLite can undo changes of the schema, and so a migration that fails or is cut off leaves nothing behind. */
class TransactionalDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
