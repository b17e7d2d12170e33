import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ReadStore } from '../store.ts';
import { toStorageError } from './errors.ts';
import { readAccounts } from './read-accounts.ts';
import { readFiles } from './read-files.ts';
import { readHistory } from './read-history.ts';
import { readLists } from './read-lists.ts';
import { readRooms } from './read-rooms.ts';
import { readStreams } from './read-streams.ts';
import { readVersions } from './read-versions.ts';
import { promised } from '../synchronous.ts';

/** Reads on a connection that is given to it and becomes its own. */
export function sqliteReadStore(database: DatabaseSync): ReadStore {
  const inOneRead = readTransactions(database);
  const rooms = readRooms(database);
  const accounts = readAccounts(database);
  const methods = {
    ...accounts,
    ...rooms,
    ...readStreams(database, rooms, accounts),
    ...readHistory(database, rooms),
    ...readVersions(database, rooms),
    ...readLists(database, rooms),
    ...readFiles(database, rooms),
  };
  return {
    ...promised<ReadStore>(methods, inOneRead),
    [Symbol.asyncDispose]: async () => database.close(),
  };
}

/** Whatever a call reads, it sees one state of the database, and holds on to it only until it returns. */
function readTransactions(database: DatabaseSync): <Result>(call: () => Result) => Result {
  const begin: StatementSync = database.prepare('begin');
  const commit: StatementSync = database.prepare('commit');

  return (call) => {
    try {
      begin.run();
      const result = call();
      commit.run();
      return result;
    } catch (error) {
      if (database.isOpen && database.isTransaction) database.exec('rollback');
      throw toStorageError(error);
    }
  };
}
