import type { DatabaseSync } from 'node:sqlite';
import type { Migrations } from '../migrations/migrations.ts';

/** What only a newer program knows of. */
export function unknownMigration(database: DatabaseSync, migrations: Migrations): string | undefined {
  return appliedMigrations(database).find((name) => !(name in migrations));
}

export function isOutdated(database: DatabaseSync, migrations: Migrations): boolean {
  return appliedMigrations(database).length < Object.keys(migrations).length;
}

export function appliedMigrations(database: DatabaseSync): string[] {
  const hasTable = database.prepare(`select 1 from sqlite_schema where name = 'kysely_migration'`).get();
  if (!hasTable) return [];
  return database
    .prepare('select name from kysely_migration order by name')
    .all()
    .map(({ name }) => String(name));
}
