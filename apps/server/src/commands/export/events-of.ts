import { LIMITS } from '@skein/protocol/limits';
import type { RoomEvent } from '@skein/protocol/rooms';
import type { RoomRow } from '../../storage/rows.ts';
import type { ReadStore } from '../../storage/store.ts';

/** All that is kept of a room, page by page. What retention takes meanwhile is left out, and what comes after it is not. */
export async function* eventsOf(
  { id, floor }: Pick<RoomRow, 'id' | 'floor'>,
  reads: Pick<ReadStore, 'pageForWorker'>,
): AsyncGenerator<RoomEvent> {
  for (let after = floor; ;) {
    const page = await reads.pageForWorker({ room: id, after, limit: LIMITS.pageRows });
    yield* page.events;
    const read = page.events.at(-1)?.seq ?? after;
    if (read === after && page.floor <= after) return;
    after = Math.max(read, page.floor);
  }
}
