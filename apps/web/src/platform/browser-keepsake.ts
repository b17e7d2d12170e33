import type { RoomEvent } from '@skein/protocol/rooms';
import { type DBSchema, openDB } from 'idb';
import { type Keepsake, type LastSeen, noKeepsake } from '../models/keepsake.ts';

interface KeepsakeSchema extends DBSchema {
  last: { key: 'seen'; value: LastSeen };
  events: { key: string; value: readonly RoomEvent[] };
}

/** In IndexedDB, of one account at a time. */
export async function openKeepsake(): Promise<Keepsake> {
  try {
    return await indexedDbKeepsake();
  } catch {
    return noKeepsake();
  }
}

async function indexedDbKeepsake(): Promise<Keepsake> {
  const database = await openDB<KeepsakeSchema>('skein-keepsake', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('last');
      fresh.createObjectStore('events');
    },
    // A later version of the page in another tab must not wait for this one.
    blocking: (_current, _next, event) => (event.target as IDBDatabase).close(),
  });
  let before = await database.get('last', 'seen');
  let owner = before && ownerOf(before);
  return {
    get before() {
      return before;
    },
    events: (room) => database.get('events', room).then((events) => events ?? [], nothing),
    async keep(lastSeen) {
      const isOthers = owner !== ownerOf(lastSeen);
      owner = ownerOf(lastSeen);
      if (isOthers) await database.clear('events').catch(nothing);
      await database.put('last', lastSeen, 'seen').catch(nothing);
    },
    async keepEvents(room, events) {
      if (owner !== undefined) await database.put('events', events, room).catch(nothing);
    },
    async forget() {
      owner = before = undefined;
      await Promise.all([database.clear('last'), database.clear('events')]).catch(nothing);
    },
  };
}

/** Rooms of another account, or of another history, say nothing about these. */
function ownerOf({ account, historyId }: LastSeen): string {
  return `${account.id} ${historyId}`;
}

/** Keeping is a convenience: what cannot be read was not kept, and what cannot be written is not. */
function nothing(): readonly RoomEvent[] {
  return [];
}
