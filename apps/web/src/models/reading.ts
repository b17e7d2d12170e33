import { type ReadonlySignal, type Signal, effect } from '@preact/signals-core';
import type { ChatClient } from '@skein/client/chat-client';
import type { Rooms } from './rooms.ts';
import type { Timeline } from './timeline.ts';

export interface ReadingOptions {
  readonly client: Pick<ChatClient, 'markRead'>;
  readonly rooms: Rooms;
  readonly timeline: Signal<Timeline | undefined>;
  /** Whether the page is on screen and has the focus. */
  readonly isAttended: ReadonlySignal<boolean>;
}

/**
 * Moves the read mark of the room on screen: while somebody is there and follows its end, everything shown is read.
 * @returns a function that ends it
 */
export function keepReading({ client, rooms, timeline, isAttended }: ReadingOptions): () => void {
  return effect(() => {
    const shown = timeline.value;
    if (!shown || !isAttended.value || !shown.isFollowing.value) return;
    const room = rooms.get(shown.room);
    const n = shown.shownN;
    if (room && n > room.read) client.markRead(room.id, n);
  });
}
