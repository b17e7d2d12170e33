import type { LedgerStore, ReadStore } from '../store.ts';
import { openReader, openWriter } from './connection.ts';
import { toDatabaseError } from './errors.ts';
import { SqliteLedgerStore } from './ledger-store.ts';
import { prepareDatabase, type PrepareOptions } from './prepare-database.ts';
import { sqliteReadStore } from './read-store.ts';

export { checkpoint } from './checkpoint.ts';
export { copyDatabase } from './copy.ts';
export { DatabaseError } from './errors.ts';
export { examineDatabase } from './examine.ts';
export { findRoomId } from './find-room.ts';
export { beginNewHistory } from './new-history.ts';
export { prepareDatabase };

/** Opens the database for the one writer, creating or migrating it where needed. Rejects with a `DatabaseError`. */
export async function openLedgerStore({ file, ...options }: { file: string } & PrepareOptions): Promise<LedgerStore> {
  await prepareDatabase(file, options);
  return opened(file, () => new SqliteLedgerStore(openWriter(file)));
}

/** Opens a database that `prepareDatabase` or the ledger has made, for reading only. Rejects with a `DatabaseError`. */
export async function openReadStore({ file }: { file: string }): Promise<ReadStore> {
  return opened(file, () => sqliteReadStore(openReader(file)));
}

function opened<Store>(file: string, open: () => Store): Store {
  try {
    return open();
  } catch (error) {
    throw toDatabaseError(file, error);
  }
}
