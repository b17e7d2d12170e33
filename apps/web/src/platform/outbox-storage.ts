import { memoryOutbox } from '@skein/client/memory-outbox';
import type { OutboxEntry, OutboxStorage } from '@skein/client/outbox';
import { type DBSchema, openDB } from 'idb';

interface OutboxSchema extends DBSchema {
  outbox: { key: string; value: OutboxEntry; indexes: { account: string } };
}

/** The outbox in IndexedDB; in memory where a browser refuses it, as some do in private windows. */
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
    put: async (entry) => void (await database.put('outbox', entry)),
    remove: (id) => database.delete('outbox', id),
  };
}
