import type { KnownBefore } from '@skein/client/known-before';
import type { RoomEvent } from '@skein/protocol/rooms';

/** What an account saw last, kept in this browser: with it the chat opens at once, and without a network. */
export interface Keepsake {
  /** Undefined where nothing was kept. */
  readonly before: LastSeen | undefined;
  /** The newest events of a room that were kept, ascending; none where there are none. */
  events(room: string): Promise<readonly RoomEvent[]>;
  keep(lastSeen: LastSeen): Promise<void>;
  keepEvents(room: string, events: readonly RoomEvent[]): Promise<void>;
  /** Forgets all of it, as when somebody logs out. */
  forget(): Promise<void>;
}

export interface LastSeen extends KnownBefore {
  readonly lobby: string;
}

/** Nothing is kept: for a browser that refuses to. */
export function noKeepsake(): Keepsake {
  return {
    before: undefined,
    events: async () => [],
    keep: async () => {},
    keepEvents: async () => {},
    forget: async () => {},
  };
}
