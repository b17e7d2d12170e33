import { type BlobStorage, type KeptBlob, memoryBlobs } from '@skein/client/attachments';
import { type DBSchema, openDB } from 'idb';

interface BlobSchema extends DBSchema {
  blobs: { key: string; value: KeptBlob };
}

/**
 * Files of unsent messages and of drafts in IndexedDB, shared by all tabs of this browser. Where a browser refuses it they last as long as
 * the tab.
 */
export async function openBlobStorage(): Promise<BlobStorage> {
  try {
    return await indexedDbBlobs();
  } catch {
    return memoryBlobs();
  }
}

async function indexedDbBlobs(): Promise<BlobStorage> {
  const database = await openDB<BlobSchema>('skein-files', 1, {
    upgrade: (fresh) => void fresh.createObjectStore('blobs', { keyPath: 'key' }),
    blocking: (_current, _next, event) => (event.target as IDBDatabase).close(),
  });
  const here = new Set<string>();
  return {
    get: (key) => database.get('blobs', key),
    async put(kept) {
      here.add(kept.key);
      await database.put('blobs', kept);
    },
    async remove(key) {
      here.delete(key);
      await database.delete('blobs', key);
    },
    has: (key) => here.has(key),
  };
}

/** After a log-out nothing of what was to be sent stays on this machine. */
export async function forgetBlobs(): Promise<void> {
  const database = await openDB<BlobSchema>('skein-files', 1, {
    upgrade: (fresh) => void fresh.createObjectStore('blobs', { keyPath: 'key' }),
  });
  await database.clear('blobs');
  database.close();
}
