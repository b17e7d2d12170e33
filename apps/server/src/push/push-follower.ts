import type { PushMessage, PushSource } from './push-source.ts';
import { isUnread, wishes, wishesInvitation } from './wishes.ts';
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

type Tell = Omit<Waiting, 'tries'>;

/**
 * Finds out whom new messages are to be told, whom edits tell of others, and who was brought into rooms. It follows the rows of
 * messages, which are only ever added behind the last; what stood in the last one shows whether these are still the same rows. Rows
 * of other events are added behind the last there is, also where retention has taken that one.
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
    // Before the messages are read: what was edited until then is read with them as it is now.
    const [lastEventRow, lastChangeRow] = [source.lastEventRow, source.lastChangeRow];
    // Nobody is told of what was said before there was anybody to tell, or in another history.
    if (!followed || row === undefined || !file.hasSubscriptions) {
      const isAtEnd =
        row === source.lastRow && followed?.eventRow === lastEventRow && followed.changeRow === lastChangeRow;
      const end = { eventRow: lastEventRow, changeRow: lastChangeRow };
      if (!isAtEnd) file.beginAt({ ...this.#followedTo(source.lastRow), ...end });
      return false;
    }
    const messages = source.messagesAfter(row, MESSAGES_A_STEP);
    const last = messages.at(-1);
    const { eventRow = lastEventRow, changeRow = lastChangeRow } = followed;
    const next = {
      eventRow: Math.min(lastEventRow, eventRow + EVENTS_A_STEP),
      changeRow: Math.min(lastChangeRow, changeRow + EVENTS_A_STEP),
    };
    if (!last && next.eventRow === followed.eventRow && next.changeRow === followed.changeRow) return false;
    // What is said in a room after somebody came to it, or after an edit, is told in place of that.
    const tell = [
      ...this.#whoWasBroughtIn(eventRow, next.eventRow),
      ...this.#whomEditsTell(changeRow, next.changeRow, row),
      ...this.#whomToTell(messages),
    ];
    file.follow({ ...(last ? this.#followedTo(last.row) : followed), ...next }, tell);
    return messages.length === MESSAGES_A_STEP || next.eventRow < lastEventRow || next.changeRow < lastChangeRow;
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

  #whoWasBroughtIn(after: number, upTo: number): Tell[] {
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

  /** @param messageRow behind it are messages that are yet to be followed, as they are by now */
  #whomEditsTell(after: number, upTo: number, messageRow: number): Tell[] {
    const { source, file, now } = this.#options;
    const subscriptions = file.subscriptions();
    return source.tellingEdits(after, upTo).flatMap((edit) => {
      const { account, room, seq, n, row } = edit;
      const message = row <= messageRow && isUnread(source, account, edit) ? source.message(row) : undefined;
      if (!message || !wishes(source, room, account)(message, now())) return [];
      const devices = subscriptions.filter((subscription) => subscription.account === account);
      return devices.map(({ endpoint }) => ({ endpoint, room, seq, n, count: 1, dueAt: this.#dueAt(endpoint, room) }));
    });
  }

  #whomToTell(messages: readonly PushMessage[]): Tell[] {
    const { source, file, now } = this.#options;
    const subscriptions = file.subscriptions();
    const accounts = [...new Set(subscriptions.map(({ account }) => account))];
    const tell: Tell[] = [];
    for (const [room, ofRoom] of Map.groupBy(messages, ({ room }) => room)) {
      const members = new Set(source.membersAmong(room, accounts));
      for (const { endpoint, account } of subscriptions) {
        if (!members.has(account)) continue;
        const wants = wishes(source, room, account);
        const worth = ofRoom.filter((message) => wants(message, now()));
        const newest = worth.at(-1);
        if (!newest) continue;
        const dueAt = this.#dueAt(endpoint, room);
        tell.push({ endpoint, room, seq: newest.seq, n: newest.n, count: worth.length, dueAt });
      }
    }
    return tell;
  }

  #dueAt(endpoint: string, room: string): number {
    const { file, now } = this.#options;
    const lastTold = file.shown(endpoint, room)?.sentAt ?? 0;
    return Math.max(now() + GRACE_MS, lastTold + AGAIN_AFTER_MS);
  }
}

function markOf({ room, seq }: PushMessage): string {
  return `${room} ${seq}`;
}
