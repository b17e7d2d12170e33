import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Migrations } from '../migrations/migrations.ts';
import { MIGRATIONS } from '../migrations/migrations.ts';
import { openWriter } from './connection.ts';
import { checkWhole } from './copy.ts';
import { newer, toDatabaseError } from './errors.ts';
import { unknownMigration } from './applied-migrations.ts';
import { checkOurs } from './prepare-database.ts';
import { prepare, query } from './statements.ts';

/**
 * Makes a restored copy the beginning of a history of its own: no cursor of the history it was cut from counts in it, so
 * clients that saw more than it has get snapshots. What could be used once is used up. Throws a `DatabaseError`.
 */
export function beginNewHistory(file: string, migrations: Migrations = MIGRATIONS): void {
  try {
    using database = openWriter(file);
    checkOurs(database, file);
    const unknown = unknownMigration(database, migrations);
    if (unknown !== undefined) throw newer(file, unknown);
    checkWhole(database, file);
    rename(database);
  } catch (error) {
    throw toDatabaseError(file, error);
  }
}

function rename(database: DatabaseSync): void {
  const historyId = randomBytes(12).toString('base64url');
  const set = query.updateTable('meta').set({ value: historyId }).where('key', '=', 'history_id');
  prepare(database, () => set).run({});
  prepare(database, () => query.deleteFrom('reset_links')).run({});
}
