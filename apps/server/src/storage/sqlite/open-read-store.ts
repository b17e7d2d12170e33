import type { ReadStore } from '../store.ts';
import { openReader } from './connection.ts';
import { opened } from './opened.ts';
import { sqliteReadStore } from './read-store.ts';

/** Opens a database that `prepareDatabase` or the ledger has made, for reading only. Rejects with a `DatabaseError`. */
export async function openReadStore({ file }: { file: string }): Promise<ReadStore> {
  return opened(file, () => sqliteReadStore(openReader(file)));
}
