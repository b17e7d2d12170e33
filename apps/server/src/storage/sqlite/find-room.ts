import { MIGRATIONS } from '../migrations/migrations.ts';
import { openReader } from './connection.ts';
import { newer, older, toDatabaseError } from './errors.ts';
import { isOutdated, unknownMigration } from './applied-migrations.ts';
import { checkOurs } from './prepare-database.ts';
import { prepare, query } from './statements.ts';

/** @returns the id of the room that has this id, or this `nameKey`; undefined where there is none. Throws a `DatabaseError`. */
export function findRoomId(file: string, { id, nameKey }: { id: string; nameKey: string }): string | undefined {
  try {
    using database = openReader(file);
    checkOurs(database, file);
    const unknown = unknownMigration(database, MIGRATIONS);
    if (unknown !== undefined) throw newer(file, unknown);
    if (isOutdated(database, MIGRATIONS)) throw older(file);
    const room = prepare(database, (p: { id: string; nameKey: string }) =>
      query
        .selectFrom('rooms')
        .select('id')
        .where((where) => where.or([where('id', '=', p.id), where('name_key', '=', p.nameKey)])),
    );
    return room.get({ id, nameKey })?.id;
  } catch (error) {
    throw toDatabaseError(file, error);
  }
}
