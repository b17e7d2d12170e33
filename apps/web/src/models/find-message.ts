import type { Message, RoomEvent } from '@skein/protocol/rooms';
import type { LoadHistory } from './timeline.ts';

const PAGE_EVENTS = 80;
/** Each comes nearer by as much as there are messages among the events; what is found by then is near enough. */
const MOST_PAGES = 12;

interface Held {
  readonly events: readonly RoomEvent[];
  readonly hasOlder: boolean;
}

/**
 * The seq of the message with this `n`, or of the next one that is left. Every message takes at least one place, so that
 * one which is so many messages away is at least so many places away: a page from there never goes past it.
 * @returns undefined where a page could not be had
 */
export async function findMessage(n: number, held: Held, load: LoadHistory): Promise<number | undefined> {
  let { events, hasOlder } = held;
  for (let pages = 0; ; pages++) {
    const messages = events.filter((event): event is Message => event.t === 'message');
    const [first, last] = [messages[0], messages.at(-1)];
    if (!first || !last) return events[0]?.seq;
    const next = messages.find((message) => message.n >= n);
    const isFound = next && (next.n === n || next !== first || !hasOlder);
    if (isFound || pages === MOST_PAGES) return (next ?? last).seq;
    const around = next ? first.seq - (first.n - n) : last.seq + (n - last.n);
    const page = await load({ around, limit: PAGE_EVENTS });
    if (!page.ok) return undefined;
    events = page.value.events;
    hasOlder = page.value.more;
  }
}
