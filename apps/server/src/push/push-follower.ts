import type { PushMessage, PushSource } from './push-source.ts';
import { wishes } from './wishes.ts';
import type { Followed, PushFile, Waiting } from './push-file.ts';

const MESSAGES_A_STEP = 200;
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
 * Finds out whom new messages are to be told. It follows the rows of messages, which are only ever added behind the last; what
 * stood in the last one shows whether these are still the same rows.
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
    if (row === undefined || !file.hasSubscriptions) {
      if (row !== source.lastRow) file.beginAt(this.#followedTo(source.lastRow));
      return false;
    }
    const messages = source.messagesAfter(row, MESSAGES_A_STEP);
    const last = messages.at(-1);
    if (!last) return false;
    file.follow(this.#followedTo(last.row), this.#whomToTell(messages));
    return messages.length === MESSAGES_A_STEP;
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
