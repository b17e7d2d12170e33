import type { History } from '@skein/protocol/rest';
import { changed, isTagEvent, repliedTo, requoted, tagged, unquoted } from '@skein/protocol/message-changes';
import type { Deleted, Edited, Expired, Message, RoomEvent, TagEvent } from '@skein/protocol/rooms';

export type MessageChange = Edited | Deleted | TagEvent;
/** What has a place of its own in the timeline. Changes of messages are seen at the messages, and what has expired where history begins. */
export type ShownEvent = Exclude<RoomEvent, MessageChange | Expired>;

/**
 * The part of a room's history that the page holds: every event from `first` to `last`, of which `events` are those to
 * show, ascending by seq. It is bounded, so the far end is let go while the other one grows, and loaded again when
 * somebody scrolls back.
 */
export interface EventWindow {
  readonly events: readonly ShownEvent[];
  /** 0 both, while nothing is held. */
  readonly first: number;
  readonly last: number;
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
}

export const EMPTY_WINDOW: EventWindow = { events: [], first: 0, last: 0, hasOlder: false, hasNewer: false };

/** Events held at most, and what is left after letting go: apart, so that not every event trims. */
export const WINDOW_LIMITS = { most: 400, trimmedTo: 300 } as const;

/** The `n` of the newest message in the window, 0 where there is none. */
export function lastN(window: EventWindow): number {
  for (let index = window.events.length - 1; index >= 0; index--) {
    const event = window.events[index]!;
    if (event.t === 'message') return event.n;
  }
  return 0;
}

export function fromPage(page: History): EventWindow {
  return { ...EMPTY_WINDOW, ...spanOf(page.events), hasOlder: page.more, hasNewer: page.newer ?? false };
}

/** A page that no longer fits, because that end was let go while it was on its way, changes nothing. */
export function withOlderPage(window: EventWindow, page: History): EventWindow {
  const older = spanOf(page.events.filter((event) => event.seq < (window.first || Infinity)));
  if (older.last !== 0 && older.last !== window.first - 1) return window;
  const events = [...older.events, ...window.events];
  return dropNewest({ ...window, events, first: older.first || window.first, hasOlder: page.more });
}

/** As above, at the other end. @param newestSeq the newest seq of the room that the page knows of */
export function withNewerPage(window: EventWindow, page: History, newestSeq: number, self: string): EventWindow {
  const newer = page.events.filter((event) => event.seq > window.last);
  if (newer.length > 0 && newer[0]!.seq !== window.last + 1) return window;
  const { events, last } = spanOf(newer);
  const joined = { ...window, events: [...window.events, ...events], last: last || window.last };
  return dropOldest(withChanges({ ...joined, hasNewer: page.newer === true || joined.last < newestSeq }, newer, self));
}

/**
 * The next event as it happens. A window that does not reach the end takes only what it changes at the messages it holds.
 * @param following whether the reader is at the end: then the oldest go when it is full, else the newest is not taken
 * @param self the account that looks
 */
export function withEvent(window: EventWindow, event: RoomEvent, following: boolean, self: string): EventWindow {
  const changed = withChanges(window, [event], self);
  if (window.hasNewer || event.seq <= window.last) return changed;
  const isNext = event.seq === window.last + 1 || window.last === 0;
  const isFull = window.events.length >= WINDOW_LIMITS.most && isShown(event);
  if (!isNext || (isFull && !following)) return { ...changed, hasNewer: true };
  const events = isShown(event) ? [...changed.events, event] : changed.events;
  return dropOldest({ ...changed, events, first: changed.first || event.seq, last: event.seq });
}

/**
 * Shows what events change at the messages that are held, in whatever order they come: at the one they name (SPEC E5), at
 * those that quote it (Q2), and at the one that a reply goes back to (Q3). What is put on messages goes likewise (T2), and what has
 * expired goes (K2).
 */
export function withChanges(window: EventWindow, events: readonly RoomEvent[], self: string): EventWindow {
  let held: readonly ShownEvent[] = window.events;
  const update = (index: number, change: (message: Message) => Message): void => {
    const message = held[index];
    const next = message?.t === 'message' ? change(message) : message;
    if (next && next !== message) held = held.with(index, next);
  };
  for (const event of events) {
    if (event.t === 'message' && event.reply)
      update(indexOf(held, event.reply.root), (message) => repliedTo(message, event, self));
    if (!isChange(event)) continue;
    if (isTagEvent(event)) {
      update(indexOf(held, event.message), (message) => tagged(message, event, self));
      continue;
    }
    update(indexOf(held, event.message), (message) => changed(message, event));
    for (const [index, other] of held.entries())
      if (other.t === 'message' && other.reply?.seq === event.message)
        update(index, (message) => requoted(message, event));
  }
  const now = held === window.events ? window : { ...window, events: held };
  return events.reduce((left, event) => (event.t === 'expired' ? withoutExpired(left, event.floor) : left), now);
}

/** One of the messages that are held is another one for this account: it has read its replies, or saved it. */
export function withMessage(window: EventWindow, seq: number, change: (message: Message) => Message): EventWindow {
  const index = indexOf(window.events, seq);
  const message = window.events[index];
  if (message?.t !== 'message') return window;
  return { ...window, events: window.events.with(index, change(message)) };
}

/** What the room's retention has deleted is shown no more, and there is nothing older. */
function withoutExpired(window: EventWindow, floor: number): EventWindow {
  if (window.last === 0) return window;
  const left = window.events.filter(({ seq }) => seq > floor);
  const events = left.map((event) => (event.t === 'message' ? unquoted(event, floor) : event));
  if (window.first > floor) return { ...window, events };
  return { ...window, events, first: floor + 1, last: Math.max(window.last, floor), hasOlder: false };
}

function isShown(event: RoomEvent): event is ShownEvent {
  return !isChange(event) && event.t !== 'expired';
}

export function isChange(event: RoomEvent): event is MessageChange {
  return event.t === 'edited' || event.t === 'deleted' || isTagEvent(event);
}

function spanOf(events: readonly RoomEvent[]): Pick<EventWindow, 'events' | 'first' | 'last'> {
  const shown = events.filter(isShown);
  return { events: shown, first: events[0]?.seq ?? 0, last: events.at(-1)?.seq ?? 0 };
}

function indexOf(events: readonly ShownEvent[], seq: number): number {
  const index = firstFrom(events, seq);
  return events[index]?.seq === seq ? index : -1;
}

/** The index of the first event with this seq or a higher one. */
export function firstFrom(events: readonly ShownEvent[], seq: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle]!.seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

function dropOldest(window: EventWindow): EventWindow {
  if (window.events.length <= WINDOW_LIMITS.most) return window;
  const events = window.events.slice(-WINDOW_LIMITS.trimmedTo);
  return { ...window, events, first: events[0]!.seq, hasOlder: true };
}

function dropNewest(window: EventWindow): EventWindow {
  if (window.events.length <= WINDOW_LIMITS.most) return window;
  const events = window.events.slice(0, WINDOW_LIMITS.trimmedTo);
  return { ...window, events, last: events.at(-1)!.seq, hasNewer: true };
}
