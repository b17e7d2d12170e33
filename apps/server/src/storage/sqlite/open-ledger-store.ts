import type { LedgerStore } from '../store.ts';
import { openWriter } from './connection.ts';
import { SqliteLedgerStore } from './ledger-store.ts';
import { opened } from './opened.ts';
import { prepareDatabase, type PrepareOptions } from './prepare-database.ts';

/** Opens the database for the one writer, creating or migrating it where needed. Rejects with a `DatabaseError`. */
export async function openLedgerStore({ file, ...options }: { file: string } & PrepareOptions): Promise<LedgerStore> {
  await prepareDatabase(file, options);
  return openPreparedStore(file);
}

/** Opens, for the one writer, a database that was made ready with `prepareDatabase`. Throws a `DatabaseError`. */
export function openPreparedStore(file: string): LedgerStore {
  return opened(file, () => new SqliteLedgerStore(openWriter(file)));
}
