import { MIGRATIONS } from '../migrations/migrations.ts';
import { openReader } from './connection.ts';
import { checkWhole } from './copy.ts';
import { newer, toDatabaseError } from './errors.ts';
import { isOutdated, unknownMigration } from './applied-migrations.ts';
import { checkOurs } from './prepare-database.ts';

export interface Examined {
  readonly byteLength: number;
  /** When the newest event of any room was stored. */
  readonly newest: number | undefined;
  /** The next start will migrate it. */
  readonly isOutdated: boolean;
}

/** Reads every page, changing nothing; a server may be writing meanwhile. Throws a `DatabaseError` that says what is wrong. */
export function examineDatabase(file: string): Examined {
  try {
    using database = openReader(file);
    checkOurs(database, file);
    const unknown = unknownMigration(database, MIGRATIONS);
    if (unknown !== undefined) throw newer(file, unknown);
    checkWhole(database, file);
    const size = database
      .prepare('select page_count * page_size as bytes from pragma_page_count, pragma_page_size')
      .get();
    const newest = database.prepare('select max(at) as newest from rooms').get()?.['newest'];
    return {
      byteLength: Number(size?.['bytes']),
      newest: typeof newest === 'number' ? newest : undefined,
      isOutdated: isOutdated(database, MIGRATIONS),
    };
  } catch (error) {
    throw toDatabaseError(file, error);
  }
}
