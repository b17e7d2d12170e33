import { DatabaseSync } from 'node:sqlite';
import { createPrivately } from '../create-privately.ts';

const BUSY_TIMEOUT_MS = 5_000;

/**
 * The ledger's connection. Checkpoints are the background thread's, off the commit path; the writer makes one itself
 * only when the log grew so large that nobody else can be doing it.
 */
export function openWriter(file: string): DatabaseSync {
  createPrivately(file);
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  return configured(database, [
    // Counts for a new database alone, and only before anything else is said of it.
    'pragma auto_vacuum = incremental',
    'pragma journal_mode = wal',
    'pragma synchronous = full',
    'pragma wal_autocheckpoint = 65536',
    `pragma journal_size_limit = ${64 * 1024 * 1024}`,
    `pragma cache_size = ${-64 * 1024}`,
    'pragma temp_store = memory',
    // What was deleted is overwritten, not only marked as free.
    'pragma secure_delete = on',
  ]);
}

export function openReader(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  return configured(database, [`pragma cache_size = ${-16 * 1024}`, 'pragma temp_store = memory']);
}

/**
 * The search index, which one thread alone reads and writes. It can be made anew at any time, but what was deleted must be gone
 * from it: there is no write-ahead log to keep a page's earlier state, and the journal is cut off after each transaction.
 */
export function openSearchIndex(file: string): DatabaseSync {
  createPrivately(file);
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  return configured(database, [
    'pragma locking_mode = exclusive',
    'pragma journal_mode = truncate',
    'pragma synchronous = normal',
    'pragma secure_delete = on',
    `pragma cache_size = ${-16 * 1024}`,
    `pragma mmap_size = ${256 * 1024 * 1024}`,
    'pragma temp_store = memory',
  ]);
}

function configured(database: DatabaseSync, pragmas: readonly string[]): DatabaseSync {
  try {
    for (const pragma of pragmas) database.exec(pragma);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
