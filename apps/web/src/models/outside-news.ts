import type { ReadonlySignal } from '@preact/signals-core';
import type { Notice } from '@skein/client/notices';
import type { AccountEvent, AccountView, Entered, Mentioned } from '@skein/protocol/accounts';
import type { Deleted, Edited, Message, RoomEvent, RoomView } from '@skein/protocol/rooms';
import { shouldNotify, shouldNotifyOfRoom } from '@skein/protocol/should-notify';
import type { Names } from './names.ts';
import { type Notifier, tellingOf, tellingOfRoom } from './notifier.ts';
import { isNew, mentionsOf, type Rooms, unreadOf } from './rooms.ts';

export interface OutsideNewsOptions {
  readonly rooms: Rooms;
  readonly names: Names;
  readonly account: ReadonlySignal<AccountView>;
  readonly isAttended: ReadonlySignal<boolean>;
  readonly notifier: Notifier;
  /** The server's time, in milliseconds since 1970. */
  readonly now: () => number;
}

/** What was said, and whether it was told outside. */
interface Heard {
  readonly words: Message | Edited;
  readonly isTold: boolean;
}

/** Words and their mention come one soon after the other: they are of one commit, or of what was missed. */
const MOST_WAITING = 200;

/**
 * Tells somebody who does not look at the page of what others say, and takes back what had its time (SPEC N1 to N5). Whether
 * `<@here>` and `<@room>` mean this account (M4), and whether an edit mentions it anew (M3), the server decides: it says so in the
 * account's stream, once for each message, and the words are in the room's. Either may come first.
 */
export class OutsideNews {
  readonly #options: OutsideNewsOptions;
  /** The last words of messages that may turn out to mention this account, by `keyOf`. */
  readonly #heard = new Map<string, Heard>();
  /** Messages that were known before and are said to mention it, by an edit that is yet to come. */
  readonly #expected = new Set<string>();

  constructor(options: OutsideNewsOptions) {
    this.#options = options;
  }

  /** After the models of rooms and names have heard of it. */
  hear(notice: Notice): void {
    if (notice.kind === 'room' && isSeen(notice.room)) void this.#options.notifier.withdraw(notice.room.id);
    if (notice.kind === 'event') this.#hearInRoom(notice.event);
    if (notice.kind === 'account-event') this.#hearOfAccount(notice.event);
  }

  #hearInRoom(event: RoomEvent): void {
    if (event.t === 'message') this.#said(event);
    if (event.t === 'edited') this.#edited(event);
    if (event.t === 'deleted') this.#deleted(event);
  }

  #hearOfAccount(event: AccountEvent): void {
    if (event.t === 'mentioned') this.#mentioned(event);
    if (event.t === 'unmentioned') this.#forget(keyOf(event.room, event.message));
    if (event.t === 'entered') this.#broughtIn(event);
  }

  #said(words: Message): void {
    const { room, seq, n, body, reply } = words;
    const isMentioned = this.#options.rooms.get(room)?.mentions?.includes(n) ?? false;
    const isTold = this.#tell(words, isMentioned);
    if (!isMentioned && (reply || body.includes('<@'))) keep(this.#heard.set(keyOf(room, seq), { words, isTold }));
  }

  #edited(words: Edited): void {
    const key = keyOf(words.room, words.message);
    if (!words.body.includes('<@')) return;
    if (this.#expected.delete(key)) this.#tell(words, true);
    else keep(this.#heard.set(key, { words, isTold: false }));
  }

  #mentioned({ room, message }: Mentioned): void {
    const key = keyOf(room, message);
    const heard = this.#heard.get(key);
    this.#heard.delete(key);
    if (heard && !heard.isTold) this.#tell(heard.words, true);
    if (!heard && message <= (this.#options.rooms.get(room)?.seq ?? 0)) keep(this.#expected.add(key));
  }

  #deleted({ room, message }: Deleted): void {
    this.#forget(keyOf(room, message));
    void this.#options.notifier.withdraw(room, message);
  }

  #forget(key: string): void {
    this.#heard.delete(key);
    this.#expected.delete(key);
  }

  /** @returns whether it was told */
  #tell(words: Message | Edited, isTold: boolean): boolean {
    const { rooms, names, account, isAttended, notifier, now } = this.#options;
    const room = rooms.get(words.room);
    if (!room || isAttended.value || !isWaiting(words, room)) return false;
    const { by, body } = words;
    const deleted = words.t === 'message' ? words.deleted : undefined;
    if (!shouldNotify({ by, body, deleted, isTold }, room, account.value, now())) return false;
    void notifier.tell(tellingOf(words, room, (id) => names.of(id)));
    return true;
  }

  /** Somebody else brought this account into a room. */
  #broughtIn({ room, invitedBy }: Entered): void {
    const { rooms, account, isAttended, notifier, now } = this.#options;
    if (!invitedBy || isAttended.value || room.id === rooms.onScreen.value) return;
    if (shouldNotifyOfRoom(invitedBy.id, room, account.value, now()))
      void notifier.tell(tellingOfRoom(room, invitedBy));
  }
}

/** Whether this account has not read it yet, or not seen its mention in what it has read (SPEC M6). */
function isWaiting(words: Message | Edited, { read, lateMentions }: RoomView): boolean {
  return words.n > read || (words.t === 'edited' && lateMentions?.includes(words.message) === true);
}

/** Nothing in it waits for this account to look at it. */
function isSeen(room: RoomView): boolean {
  return unreadOf(room) === 0 && mentionsOf(room) === 0 && !isNew(room);
}

function keyOf(room: string, message: number): string {
  return `${room} ${message}`;
}

/** What has waited longest gives way. */
function keep(waiting: Map<string, Heard> | Set<string>): void {
  if (waiting.size > MOST_WAITING) waiting.delete(waiting.keys().next().value!);
}
