import { setImmediate as nextTurn } from 'node:timers/promises';
import { textFrame } from '../sockets/frame.ts';
import { OUTBOUND_LIMIT_BYTES, OUTBOUND_RESERVE_BYTES } from '../sockets/outbound.ts';
import type { ReadStore } from '../storage/store.ts';
import type { HubClient } from './hub-client.ts';
import type { Subscription } from './subscription.ts';

/** Rows of a page for a client that is behind; 50 of the longest messages are still below the limit for one client. */
const PAGE_ROWS = 50;

/** What reading a page can show besides events. */
export interface CatchUpHooks {
  /** The account entered or left a room, seen in a page of its stream. */
  accountEvent(client: HubClient, event: { t: 'entered' | 'exited'; room: string; seq: number }): Promise<void>;
  /** The room is no longer the account's to read. */
  notAMember(client: HubClient, room: string): void;
  /** The whole list of rooms was sent. */
  accountSnapshot(client: HubClient, rooms: readonly { id: string; seq: number }[]): Promise<void>;
}

/**
 * Reads to the clients that are behind, page by page, as their sockets drain: the one way by which reconnecting, slow and
 * newly subscribed clients get what they have not seen.
 */
export class CatchUp {
  readonly #reads: ReadStore;
  readonly #hooks: CatchUpHooks;

  constructor(reads: ReadStore, hooks: CatchUpHooks) {
    this.#reads = reads;
    this.#hooks = hooks;
  }

  /** Goes on reading to a client until it is live everywhere or its socket has enough to do. One at a time for each client. */
  async pump(client: HubClient): Promise<void> {
    if (client.isCatchingUp) return;
    client.isCatchingUp = true;
    try {
      while (!client.isClosed && client.connection.outbound.hasRoom) {
        const subscription = client.nextBehind();
        if (!subscription) return;
        await this.#readPage(subscription);
        client.flush();
        await nextTurn();
      }
    } finally {
      client.isCatchingUp = false;
    }
  }

  async #readPage(subscription: Subscription): Promise<void> {
    await subscription.stream.ready;
    if (!isStillBehind(subscription)) return;
    await (subscription.stream.kind === 'room' ? this.#readRoom(subscription) : this.#readAccount(subscription));
  }

  async #readRoom(subscription: Subscription): Promise<void> {
    const { client, stream } = subscription;
    const request = { room: stream.id, account: client.account.id, after: subscription.cursor, limit: PAGE_ROWS };
    const page = await this.#reads.pageForMember(request);
    if (!isStillBehind(subscription)) return;
    if (page.kind === 'not-a-member') return this.#hooks.notAMember(client, stream.id);
    if (page.kind === 'reset') {
      if (client.send({ t: 'reset', room: page.room })) subscription.advance(page.room.seq);
      return this.#meetIfThere(subscription, page.room.seq);
    }
    sendWhatFits(subscription, page.events);
    this.#meetIfThere(subscription, page.seq);
  }

  async #readAccount(subscription: Subscription): Promise<void> {
    const { client, stream } = subscription;
    const request = { account: stream.id, after: subscription.cursor, limit: PAGE_ROWS };
    const page = await this.#reads.accountPage(request);
    if (!isStillBehind(subscription)) return;
    if (page.kind === 'reset') {
      if (!client.send(page.snapshot)) return;
      subscription.advance(page.snapshot.seq);
      await this.#hooks.accountSnapshot(client, page.snapshot.rooms);
      return this.#meetIfThere(subscription, page.snapshot.seq);
    }
    for (const event of sendWhatFits(subscription, page.events)) {
      if (event.t === 'entered')
        await this.#hooks.accountEvent(client, { t: event.t, room: event.room.id, seq: event.room.seq });
      if (event.t === 'exited') await this.#hooks.accountEvent(client, { t: event.t, room: event.room, seq: 0 });
    }
    this.#meetIfThere(subscription, page.seq);
  }

  /** @param seq the stream's last seq when the page was read */
  #meetIfThere(subscription: Subscription, seq: number): void {
    if (!isStillBehind(subscription)) return;
    const hasReadAll = subscription.cursor >= seq;
    if (hasReadAll && subscription.cursor >= subscription.stream.cursor) subscription.meet();
  }
}

/**
 * Something may have happened while a page was being read: the client closed, was removed from the room, or came back to it with
 * another subscription.
 */
function isStillBehind(subscription: Subscription): boolean {
  const { client, stream, state } = subscription;
  return state === 'behind' && !client.isClosed && client.subscriptions.get(stream.key) === subscription;
}

/** Sends the events that the client has room for, at least one, and moves the cursor behind them. */
function sendWhatFits<E extends { readonly seq: number }>(
  subscription: Subscription,
  events: readonly E[],
): readonly E[] {
  const { client } = subscription;
  const roomBytes = OUTBOUND_LIMIT_BYTES - OUTBOUND_RESERVE_BYTES - client.connection.outbound.byteLength;
  const frames: Buffer[] = [];
  let byteLength = 0;
  for (const event of events) {
    const frame = textFrame(JSON.stringify(event));
    byteLength += frame.length;
    if (byteLength > roomBytes) break;
    frames.push(frame);
  }
  if (frames.length === 0) return [];
  // One by one, not joined: a page written as one chunk would take a slow reader too long to show progress.
  for (const frame of frames) client.push(frame, 1);
  const sent = events.slice(0, frames.length);
  subscription.advance(sent.at(-1)!.seq);
  return sent;
}
