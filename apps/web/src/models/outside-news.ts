import type { ReadonlySignal } from '@preact/signals-core';
import type { Notice } from '@skein/client/notices';
import type { AccountView, Entered, Mentioned } from '@skein/protocol/accounts';
import type { Deleted, Message, RoomView } from '@skein/protocol/rooms';
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

/** A message and its mention come one soon after the other, as they are of one commit. */
const MOST_WAITING = 200;

/**
 * Tells somebody who does not look at the page of what others say, and takes back what had its time (SPEC N1 to N4). Whether
 * `<@here>` and `<@room>` mean this account the server decides (M4): it says so in the account's stream, and the message is in
 * the room's. Either may come first.
 */
export class OutsideNews {
  readonly #options: OutsideNewsOptions;
  /** Messages that may turn out to mention this account and were not told yet, by `keyOf`. */
  readonly #unsure = new Map<string, Message>();

  constructor(options: OutsideNewsOptions) {
    this.#options = options;
  }

  /** After the models of rooms and names have heard of it. */
  hear(notice: Notice): void {
    const { notifier } = this.#options;
    if (notice.kind === 'room' && isSeen(notice.room)) void notifier.withdraw(notice.room.id);
    if (notice.kind === 'event' && notice.event.t === 'message') this.#said(notice.event);
    if (notice.kind === 'event' && notice.event.t === 'deleted') this.#deleted(notice.event);
    if (notice.kind === 'account-event' && notice.event.t === 'mentioned') this.#mentioned(notice.event);
    if (notice.kind === 'account-event' && notice.event.t === 'entered') this.#broughtIn(notice.event);
  }

  #said(message: Message): void {
    const { rooms } = this.#options;
    const isTold = rooms.get(message.room)?.mentions?.includes(message.n) ?? false;
    if (this.#tell(message, isTold) || isTold || !message.body.includes('<@')) return;
    this.#unsure.set(keyOf(message.room, message.seq), message);
    if (this.#unsure.size > MOST_WAITING) this.#unsure.delete(this.#unsure.keys().next().value!);
  }

  #mentioned({ room, message: seq }: Mentioned): void {
    const key = keyOf(room, seq);
    const message = this.#unsure.get(key);
    if (message && this.#unsure.delete(key)) this.#tell(message, true);
  }

  #deleted({ room, message }: Deleted): void {
    this.#unsure.delete(keyOf(room, message));
    void this.#options.notifier.withdraw(room, message);
  }

  /** @returns whether it was told */
  #tell(message: Message, isTold: boolean): boolean {
    const { rooms, names, account, isAttended, notifier, now } = this.#options;
    const room = rooms.get(message.room);
    if (!room || isAttended.value || message.n <= room.read) return false;
    if (!shouldNotify({ ...message, isTold }, room, account.value, now())) return false;
    void notifier.tell(tellingOf(message, room, (id) => names.of(id)));
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

/** Nothing in it waits for this account to look at it. */
function isSeen(room: RoomView): boolean {
  return unreadOf(room) === 0 && mentionsOf(room) === 0 && !isNew(room);
}

function keyOf(room: string, message: number): string {
  return `${room} ${message}`;
}
