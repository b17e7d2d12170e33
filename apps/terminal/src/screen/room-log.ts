import { changed, isTagEvent, requoted, tagged } from '@skein/protocol/message-changes';
import type { History } from '@skein/protocol/rest';
import type { Message, RoomEvent } from '@skein/protocol/rooms';

/** What the terminal itself said, in answer to a command. */
export interface Said {
  readonly t: 'said';
  readonly lines: readonly string[];
}
/** Where what was not read yet begins. */
export interface NewMark {
  readonly t: 'new';
}
export type Item = RoomEvent | Said | NewMark;

/** More than this is let go at the beginning, and loaded again when somebody scrolls there. */
const MOST_ITEMS = 2_000;

/** What is shown of one room: the newest of its events, in order, with every change of a message applied to it. */
export class RoomLog {
  #items: Item[] = [];
  #waiting: RoomEvent[] | undefined = [];
  #first = 0;
  #last = 0;
  #hasOlder = false;

  get items(): readonly Item[] {
    return this.#items;
  }

  /** The seq before which there is more; undefined where there is not, or where nothing was loaded yet. */
  get olderThan(): number | undefined {
    return this.#hasOlder ? this.#first : undefined;
  }

  get isLoaded(): boolean {
    return this.#waiting === undefined;
  }

  /** The newest message's number in the room, 0 where there is none. */
  get lastN(): number {
    return this.#items.findLast((item) => item.t === 'message')?.n ?? 0;
  }

  /** @param read how far the account has read: what comes after is marked as new */
  start({ events, more }: History, read: number): void {
    const said = this.#items.filter(({ t }) => t === 'said');
    this.#items = [];
    this.#hasOlder = more;
    this.#first = events[0]?.seq ?? 0;
    this.#last = 0;
    const firstNew = events.find((event) => event.t === 'message' && event.n > read && event.n - 1 <= read);
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const event of [...events, ...waiting]) {
      if (event === firstNew) this.#items.push({ t: 'new' });
      this.add(event);
    }
    this.#items.push(...said);
  }

  /** Older events, as they are asked for. */
  prepend({ events, more }: History): void {
    const older = new RoomLog();
    older.start({ events: events.filter(({ seq }) => seq < this.#first), more }, Infinity);
    this.#items.unshift(...older.items);
    this.#first = older.#first || this.#first;
    this.#hasOlder = more;
  }

  /** The next event. @returns false where it is not shown as something of its own */
  add(event: RoomEvent): boolean {
    if (this.#waiting) {
      this.#waiting.push(event);
      return false;
    }
    if (event.seq <= this.#last) return false;
    this.#last = event.seq;
    if (event.t === 'edited' || event.t === 'deleted') {
      this.#change(event.message, (message) => changed(message, event));
      this.#items = this.#items.map((item) => (item.t === 'message' ? requoted(item, event) : item));
      return false;
    }
    if (isTagEvent(event)) {
      this.#change(event.message, (message) => tagged(message, event, ''));
      return false;
    }
    this.#items.push(event);
    this.#trim();
    return true;
  }

  say(lines: readonly string[]): void {
    this.#items.push({ t: 'said', lines });
  }

  /** Everything is forgotten; what comes waits for the next `start`. */
  reset(): void {
    this.#items = this.#items.filter(({ t }) => t === 'said');
    this.#waiting = [];
    this.#hasOlder = false;
  }

  #change(seq: number, change: (message: Message) => Message): void {
    const index = this.#items.findLastIndex((item) => item.t === 'message' && item.seq === seq);
    const message = this.#items[index];
    if (message?.t === 'message') this.#items[index] = change(message);
  }

  #trim(): void {
    if (this.#items.length <= MOST_ITEMS) return;
    this.#items.splice(0, this.#items.length - MOST_ITEMS / 2);
    this.#first = this.#items.find((item) => 'seq' in item)?.seq ?? this.#first;
    this.#hasOlder = true;
  }
}
