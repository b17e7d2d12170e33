import { firstFrom, type EventWindow, type ShownEvent } from './event-window.ts';

/**
 * The part of a window that is on the page, by seq: rows cost more than events. It begins small, grows a few rows at a time
 * while the reader comes near to one of its ends, and lets go of what is far behind them.
 */
export interface ShownPart {
  /** 0: from the first that is held, whatever comes before it. */
  readonly from: number;
  /** Infinity: up to the last that is held, whatever comes behind it. */
  readonly to: number;
}

export const ALL: ShownPart = { from: 0, to: Infinity };

/** Events that a room opens with, about a screen of the shortest; that come at a time; and that are left before anything is let go of. */
export const SHOWN = { first: 32, step: 8, most: 80 } as const;

/** What of a window is shown. There is older, or newer, also where it is held but not shown. */
export function shownOf(window: EventWindow, part: ShownPart): EventWindow {
  const { events } = window;
  const start = firstFrom(events, part.from);
  const end = part.to === Infinity ? events.length : firstFrom(events, part.to + 1);
  if (start === 0 && end === events.length) return window;
  // What was shown is held no more.
  if (start >= end) return shownOf(window, newestOf(events));
  return {
    events: events.slice(start, end),
    first: start === 0 ? window.first : events[start]!.seq,
    last: end === events.length ? window.last : events[end - 1]!.seq,
    hasOlder: window.hasOlder || start > 0,
    hasNewer: window.hasNewer || end < events.length,
  };
}

/** The newest, and all that is new: from a little above the first message with a higher `n`. */
export function newestOf(events: readonly ShownEvent[], readUpTo = Infinity): ShownPart {
  const firstNew = events.findIndex((event) => event.t === 'message' && event.n > readUpTo);
  const newest = events.length - SHOWN.first;
  return { from: seqAt(events, firstNew < 0 ? newest : Math.min(newest, firstNew - SHOWN.step)), to: Infinity };
}

/** What stands around a message. */
export function around(events: readonly ShownEvent[], seq: number): ShownPart {
  const middle = firstFrom(events, seq);
  return { from: seqAt(events, middle - SHOWN.first / 2), to: events[middle + SHOWN.first / 2]?.seq ?? Infinity };
}

/** @param letGoFrom the seq of a message so far below the reader that it can go, with all behind it */
export function withOlder(events: readonly ShownEvent[], { from, to }: ShownPart, letGoFrom = Infinity): ShownPart {
  const start = firstFrom(events, from);
  const end = to === Infinity ? events.length : firstFrom(events, to + 1);
  const isMany = end - start > SHOWN.most;
  return { from: seqAt(events, start - SHOWN.step), to: isMany ? Math.min(to, letGoFrom - 1) : to };
}

/** @param letGoUpTo the seq of a message so far above the reader that it can go, with all before it */
export function withNewer(events: readonly ShownEvent[], { from, to }: ShownPart, letGoUpTo = 0): ShownPart {
  const start = firstFrom(events, from);
  const end = to === Infinity ? events.length : firstFrom(events, to + 1);
  const isMany = end - start > SHOWN.most;
  return { from: isMany ? Math.max(from, letGoUpTo + 1) : from, to: events[end - 1 + SHOWN.step]?.seq ?? Infinity };
}

/** 0 for the first one, and before it. */
function seqAt(events: readonly ShownEvent[], index: number): number {
  return index <= 0 ? 0 : events[index]!.seq;
}
