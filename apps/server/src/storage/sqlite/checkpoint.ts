import { DatabaseSync } from 'node:sqlite';

/**
 * Moves committed pages from the write-ahead log into the database, as far as no reader still needs them; for a thread
 * without clients. Nobody waits for it: a commit that comes meanwhile goes on at the log's end.
 * @returns pages in the log, and how many of them are in the database now
 */
export function checkpoint(file: string): { readonly pages: number; readonly moved: number } {
  using database = new DatabaseSync(file);
  const row = database.prepare('pragma wal_checkpoint(passive)').get() as { log: number; checkpointed: number };
  return { pages: row.log, moved: row.checkpointed };
}
