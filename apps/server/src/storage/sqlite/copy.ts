import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { createPrivately } from '../create-privately.ts';
import { openReader } from './connection.ts';
import { DatabaseError, damaged, toDatabaseError } from './errors.ts';
import { checkOurs } from './prepare-database.ts';

/**
 * Copies a database as of one moment, without what was deleted from it, and checks every page of the copy. Others go on
 * writing; only their log is not shortened meanwhile. Throws a `DatabaseError`.
 * @param to an empty or no file
 * @param isChat whether it is the one that Skein marks as its own
 */
export function copyDatabase(from: string, to: string, { isChat }: { readonly isChat: boolean }): void {
  if (!existsSync(from)) throw new DatabaseError('unreachable', `there is no database ${from}: name the data folder`);
  try {
    using source = openReader(from);
    if (isChat) checkOurs(source, from);
    createPrivately(to);
    source.prepare('vacuum into ?').run(to);
  } catch (error) {
    throw toDatabaseError(from, error);
  }
  try {
    using copy = new DatabaseSync(to, { readOnly: true });
    checkWhole(copy, from);
  } catch (error) {
    throw toDatabaseError(to, error);
  }
}

/** Reads every page. Throws a `DatabaseError` where one is wrong. */
export function checkWhole(database: DatabaseSync, file: string): void {
  const problem = database.prepare('pragma integrity_check(1)').get()?.['integrity_check'];
  if (problem !== 'ok') throw damaged(file, String(problem).replaceAll(/\s+/g, ' '));
}
