import type { Migration } from 'kysely/migration';
import * as firstTables from './0001-first-tables.ts';

export type Migrations = Readonly<Record<string, Migration>>;

/** Every migration by its name, whose number gives the order. A name that was released never changes. */
export const MIGRATIONS: Migrations = {
  '0001-first-tables': firstTables,
};
