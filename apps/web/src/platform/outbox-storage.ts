import { memoryOutbox } from '@skein/client/memory-outbox';
import type { OutboxEntry, OutboxStorage } from '@skein/client/outbox';
import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB } from 'idb';
import { joinWithoutLock } from './every-turn.ts';
import { joinByLock } from './lock-turn.ts';

interface OutboxSchema extends DBSchema {
  outbox: { key: string; value: OutboxEntry; indexes: { account: string } };
}

/**
 * The outbox in IndexedDB, shared by all tabs of this browser. Where a browser refuses it, as some do in private windows,
 * each tab has its own in memory, and what is not sent ends with it.
 */
export async function openOutboxStorage(): Promise<OutboxStorage> {
  try {
    return await indexedDbOutbox();
  } catch {
    return memoryOutbox();
  }
}

async function indexedDbOutbox(): Promise<OutboxStorage> {
  const database = await openDB<OutboxSchema>('skein', 1, {
    upgrade: (fresh) => void fresh.createObjectStore('outbox', { keyPath: 'id' }).createIndex('account', 'account'),
    // A later version of the page in another tab must not wait for this one.
    blocking: (_current, _next, event) => (event.target as IDBDatabase).close(),
  });
  return {
    // Within an index, entries come by primary key: the id, which is time-ordered.
    load: (account) => database.getAllFromIndex('outbox', 'account', account),
    put: (entry) => change(database, (store) => store.put(entry)),
    remove: (id) => change(database, (store) => store.delete(id)),
    join(account, seat) {
      const name = `skein.outbox.${account}`;
      return 'locks' in navigator ? joinByLock(name, seat, navigator.locks) : joinWithoutLock(name, seat);
    },
  };
}

type Store = IDBPObjectStore<OutboxSchema, ['outbox'], 'outbox', 'readwrite'>;

/** Commits at once and not when its request was answered: the page may be gone by then. */
async function change(
  database: IDBPDatabase<OutboxSchema>,
  request: (store: Store) => Promise<unknown>,
): Promise<void> {
  const transaction = database.transaction('outbox', 'readwrite');
  const requested = request(transaction.store);
  transaction.commit();
  await Promise.all([requested, transaction.done]);
}
