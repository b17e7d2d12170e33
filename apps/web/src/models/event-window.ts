import type { History } from '@skein/protocol/rest';
import type { RoomEvent } from '@skein/protocol/rooms';

/**
 * The part of a room's history that the page holds: ascending by seq and without a hole. It is bounded, so the far end is
 * let go while the other one grows, and loaded again when somebody scrolls back.
 */
export interface EventWindow {
  readonly events: readonly RoomEvent[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
}

export const EMPTY_WINDOW: EventWindow = { events: [], hasOlder: false, hasNewer: false };

/** Events held at most, and what is left after letting go: apart, so that not every event trims. */
export const WINDOW_LIMITS = { most: 400, trimmedTo: 300 } as const;

export function lastSeq(window: EventWindow): number {
  return window.events.at(-1)?.seq ?? 0;
}

/** The `n` of the newest message in the window, 0 where there is none. */
export function lastN(window: EventWindow): number {
  for (let index = window.events.length - 1; index >= 0; index--) {
    const event = window.events[index]!;
    if (event.t === 'message') return event.n;
  }
  return 0;
}

export function fromNewestPage(page: History): EventWindow {
  return { events: page.events, hasOlder: page.more, hasNewer: false };
}

/** A page that no longer fits, because that end was let go while it was on its way, changes nothing. */
export function withOlderPage(window: EventWindow, page: History): EventWindow {
  const first = window.events[0]?.seq ?? Infinity;
  const older = page.events.filter((event) => event.seq < first);
  if (older.length > 0 && older.at(-1)!.seq !== first - 1) return window;
  return dropNewest({ ...window, events: [...older, ...window.events], hasOlder: page.more });
}

/** As above, at the other end. @param newestSeq the newest seq of the room that the page knows of */
export function withNewerPage(window: EventWindow, page: History, newestSeq: number): EventWindow {
  const last = lastSeq(window);
  const newer = page.events.filter((event) => event.seq > last);
  if (newer.length > 0 && newer[0]!.seq !== last + 1) return window;
  const events = [...window.events, ...newer];
  return dropOldest({ ...window, events, hasNewer: (events.at(-1)?.seq ?? 0) < newestSeq });
}

/**
 * The next event as it happens. A window that does not reach the end stays as it is.
 * @param following whether the reader is at the end: then the oldest go when it is full, else the newest is not taken
 */
export function withEvent(window: EventWindow, event: RoomEvent, following: boolean): EventWindow {
  const last = lastSeq(window);
  if (window.hasNewer || event.seq <= last) return window;
  const isNext = event.seq === last + 1 || window.events.length === 0;
  const isFull = window.events.length >= WINDOW_LIMITS.most;
  if (!isNext || (isFull && !following)) return { ...window, hasNewer: true };
  return dropOldest({ ...window, events: [...window.events, event] });
}

function dropOldest(window: EventWindow): EventWindow {
  if (window.events.length <= WINDOW_LIMITS.most) return window;
  return { ...window, events: window.events.slice(-WINDOW_LIMITS.trimmedTo), hasOlder: true };
}

function dropNewest(window: EventWindow): EventWindow {
  if (window.events.length <= WINDOW_LIMITS.most) return window;
  return { ...window, events: window.events.slice(0, WINDOW_LIMITS.trimmedTo), hasNewer: true };
}
