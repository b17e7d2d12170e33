import type { PushMessage, PushSource } from './push-source.ts';
import { wishes, wishesInvitation } from './wishes.ts';
import type { Followed, PushFile, Waiting } from './push-file.ts';

const MESSAGES_A_STEP = 200;
const EVENTS_A_STEP = 2_000;
/** For somebody to read it on a screen they have before them, and for what follows to be told with it. */
const GRACE_MS = 4_000;
/** A room that talks on is told of so often. */
const AGAIN_AFTER_MS = 15_000;

export interface PushFollowerOptions {
  readonly source: PushSource;
  readonly file: PushFile;
  readonly now: () => number;
}

/**
 * Finds out whom new messages are to be told, and who was brought into rooms. It follows the rows of messages, which are only ever
 * added behind the last; what stood in the last one shows whether these are still the same rows. Rows of other events are added
 * behind the last there is, also where retention has taken that one.
 */
export class PushFollower {
  readonly #options: PushFollowerOptions;

  constructor(options: PushFollowerOptions) {
    this.#options = options;
  }

  /** @returns whether there is more to follow at once */
  step(): boolean {
    const { source, file } = this.#options;
    const { followed } = file;
    const row = followed && this.#isStillThere(followed) ? followed.row : undefined;
    // Nobody is told of what was said before there was anybody to tell, or in another history.
    if (!followed || row === undefined || !file.hasSubscriptions) {
      const isAtEnd = row === source.lastRow && followed?.eventRow === source.lastEventRow;
      if (!isAtEnd) file.beginAt({ ...this.#followedTo(source.lastRow), eventRow: source.lastEventRow });
      return false;
    }
    const messages = source.messagesAfter(row, MESSAGES_A_STEP);
    const last = messages.at(-1);
    const { eventRow = source.lastEventRow } = followed;
    const nextEventRow = Math.min(source.lastEventRow, eventRow + EVENTS_A_STEP);
    if (!last && nextEventRow === followed.eventRow) return false;
    // What is said in a room after somebody came to it is told in place of that.
    const tell = [...this.#whoWasBroughtIn(eventRow, nextEventRow), ...this.#whomToTell(messages)];
    file.follow({ ...(last ? this.#followedTo(last.row) : followed), eventRow: nextEventRow }, tell);
    return messages.length === MESSAGES_A_STEP || nextEventRow < source.lastEventRow;
  }

  #isStillThere({ historyId, row, mark }: Followed): boolean {
    const { source } = this.#options;
    if (historyId !== source.historyId || row > source.lastRow) return false;
    // A message that is gone by retention leaves its row empty, and no other ever takes it.
    const message = source.message(row);
    return message === undefined || markOf(message) === mark;
  }

  #followedTo(row: number): Followed {
    const { source } = this.#options;
    const message = source.message(row);
    return { historyId: source.historyId, row, mark: message ? markOf(message) : '' };
  }

  #whoWasBroughtIn(after: number, upTo: number): Omit<Waiting, 'tries'>[] {
    const { source, file, now } = this.#options;
    const subscriptions = file.subscriptions();
    return source.invitations(after, upTo).flatMap((invitation) => {
      const { account, room, seq } = invitation;
      if (!wishesInvitation(source, invitation, now())) return [];
      const devices = subscriptions.filter((subscription) => subscription.account === account);
      const n = source.preferences(account, room).unreadFrom!;
      return devices.map(({ endpoint }) => ({ endpoint, room, seq, n, count: 0, dueAt: now() + GRACE_MS }));
    });
  }

  #whomToTell(messages: readonly PushMessage[]): Omit<Waiting, 'tries'>[] {
    const { source, file, now } = this.#options;
    const subscriptions = file.subscriptions();
    const accounts = [...new Set(subscriptions.map(({ account }) => account))];
    const tell: Omit<Waiting, 'tries'>[] = [];
    for (const [room, ofRoom] of Map.groupBy(messages, ({ room }) => room)) {
      const members = new Set(source.membersAmong(room, accounts));
      for (const { endpoint, account } of subscriptions) {
        if (!members.has(account)) continue;
        const wants = wishes(source, room, account);
        const worth = ofRoom.filter((message) => wants(message, now()));
        const newest = worth.at(-1);
        if (!newest) continue;
        const lastTold = file.shown(endpoint, room)?.sentAt ?? 0;
        const dueAt = Math.max(now() + GRACE_MS, lastTold + AGAIN_AFTER_MS);
        tell.push({ endpoint, room, seq: newest.seq, n: newest.n, count: worth.length, dueAt });
      }
    }
    return tell;
  }
}

function markOf({ room, seq }: PushMessage): string {
  return `${room} ${seq}`;
}
