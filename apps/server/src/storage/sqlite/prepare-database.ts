import type { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS, type Migrations } from '../migrations/migrations.ts';
import { openWriter } from './connection.ts';
import { isOutdated, unknownMigration } from './applied-migrations.ts';
import { damaged, newer, notOurs, RESULT, resultOf, toDatabaseError } from './errors.ts';

/** "Skei" in the file's header says whose it is. */
const APPLICATION_ID = 0x536b6569;
/** The value of `pragma auto_vacuum`. */
const INCREMENTAL = 2;
/** SQLite checks about this much in a few hundredths of a second. */
const CHECK_UP_TO_BYTES = 16 * 1024 * 1024;

/** Of which history the database is, and whether the server has an operator. */
export interface Prepared {
  readonly historyId: string;
  readonly claimed: boolean;
}

export interface PrepareOptions {
  readonly clock?: () => number;
  readonly migrations?: Migrations;
}

/**
 * Makes the database ready for use: creates it, or checks that it is whole and brings it up to date. Nobody else may have
 * it open if it is new or older. Rejects with a `DatabaseError` that says what to do. Every start comes through here: what
 * only a new or older database needs is loaded when it does, and what is asked of others needs no query builder.
 */
export async function prepareDatabase(file: string, options: PrepareOptions = {}): Promise<Prepared> {
  const { clock = Date.now, migrations = MIGRATIONS } = options;
  try {
    using database = openWriter(file);
    claimOrCheck(database, file);
    const unknown = unknownMigration(database, migrations);
    if (unknown !== undefined) throw newer(file, unknown);
    if (isOutdated(database, migrations)) {
      const { migrate } = await import('./migrate.ts');
      await migrate(database, file, migrations);
    }
    prepareToGiveBackSpace(database);
    const isClaimed = database.prepare(`select 1 from accounts where role = 'operator' limit 1`);
    return {
      historyId: historyIdOf(database) ?? (await begun(database, clock())),
      claimed: isClaimed.get() !== undefined,
    };
  } catch (error) {
    throw toDatabaseError(file, error);
  }
}

/**
 * Marks a new file as ours. Of an older one it checks that it is ours, not shorter than its header says (SQLite sees to that when it opens it), and, where it is small, that
 * its pages are well-formed. A large one is not read through at every start: `pragma quick_check` is for an operator then.
 */
function claimOrCheck(database: DatabaseSync, file: string): void {
  const isEmpty = !database.prepare('select 1 from sqlite_schema limit 1').get();
  if (isEmpty) {
    database.exec(`pragma application_id = ${APPLICATION_ID}`);
    return;
  }
  checkOurs(database, file);
  if (pragma(database, 'page_count') * pragma(database, 'page_size') > CHECK_UP_TO_BYTES) return;
  const problem = database.prepare('pragma quick_check(1)').get()?.['quick_check'];
  if (problem !== 'ok') throw damaged(file, String(problem).replaceAll(/\s+/g, ' '));
}

function historyIdOf(database: DatabaseSync): string | undefined {
  const row = database.prepare(`select value from meta where key = 'history_id'`).get();
  return row && String(row['value']);
}

async function begun(database: DatabaseSync, now: number): Promise<string> {
  const { found } = await import('./found.ts');
  return found(database, now);
}

/** Throws a `DatabaseError` for a database of another program's. */
export function checkOurs(database: DatabaseSync, file: string): void {
  if (pragma(database, 'application_id') !== APPLICATION_ID) throw notOurs(file);
}

/**
 * A database from before retention cannot give back what it does not use any more; it is written anew, once. That takes as much
 * room again as it has: where there is none, it stays as it is.
 */
function prepareToGiveBackSpace(database: DatabaseSync): void {
  if (pragma(database, 'auto_vacuum') === INCREMENTAL) return;
  try {
    database.exec('pragma auto_vacuum = incremental; vacuum');
  } catch (error) {
    if (resultOf(error) !== RESULT.full) throw error;
  }
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`pragma ${name}`).get()?.[name]);
}
