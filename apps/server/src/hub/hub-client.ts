import type { AccountView } from '@skein/protocol/accounts';
import type { Down } from '@skein/protocol/down';
import { textFrame } from '../sockets/frame.ts';
import type { Outbound } from '../sockets/outbound.ts';
import type { StreamKind } from './published-event.ts';
import { streamKey, type Stream } from './stream.ts';
import type { Subscription } from './subscription.ts';

/** What the hub can ask of the connection behind a client. */
export interface Connection {
  readonly outbound: Outbound;
  readonly address: string;
  /** Ends it without a word; the client resumes with another. */
  cut(): void;
}

/** One live socket after its `hello`, as the hub sees it. */
export class HubClient {
  readonly id: string;
  account: AccountView;
  readonly session: string;
  readonly connection: Connection;
  readonly since: number;
  /** In the order in which they are read: the account's stream first. */
  readonly subscriptions = new Map<string, Subscription>();
  /** The room on its screen, as it says; it may not be a member of it. */
  onScreen: string | undefined;
  /** The room whose presence it is told. */
  viewing: string | undefined;
  messagesIn = 0;
  messagesOut = 0;
  isClosed = false;
  /** A page is being read for it, or its cursors are being taken in. */
  isCatchingUp = false;

  readonly #outbound: Outbound;
  readonly #onDirty: (client: HubClient) => void;
  #isDirty = false;
  #isBehind = false;

  constructor(options: {
    id: string;
    account: AccountView;
    session: string;
    connection: Connection;
    since: number;
    onDirty: (client: HubClient) => void;
  }) {
    this.id = options.id;
    this.account = options.account;
    this.session = options.session;
    this.connection = options.connection;
    this.#outbound = options.connection.outbound;
    this.since = options.since;
    this.#onDirty = options.onDirty;
  }

  get isBehind(): boolean {
    return this.#isBehind;
  }

  subscription(kind: StreamKind, id: string): Subscription | undefined {
    return this.subscriptions.get(streamKey(kind, id));
  }

  /** Queues a chunk of whole frames for this turn's write; false where the client has too much waiting. */
  push(chunk: Buffer, messages: number): boolean {
    if (!this.#outbound.push(chunk)) return false;
    this.messagesOut += messages;
    this.#touch();
    return true;
  }

  /**
   * Queues one frame of this client's own: an answer, or what is not kept anywhere else. Such a frame may use the last of the
   * limit; where even that is full, the connection is cut, for nothing may go missing in silence.
   */
  send(frame: Down): boolean {
    const hasRoom = this.#outbound.push(textFrame(JSON.stringify(frame)), 0);
    if (!hasRoom) this.connection.cut();
    this.messagesOut++;
    this.#touch();
    return hasRoom;
  }

  sendLive(stream: Stream, seq: number): void {
    this.send(stream.kind === 'room' ? { t: 'live', room: stream.id, seq } : { t: 'live', seq });
  }

  hasFallenBehind(): void {
    this.#isBehind = true;
    this.#touch();
  }

  /** The first subscription that has pages to read; none means that the client is no longer behind. */
  nextBehind(): Subscription | undefined {
    for (const subscription of this.subscriptions.values()) if (subscription.state === 'behind') return subscription;
    this.#isBehind = false;
    return undefined;
  }

  /** Ends the turn: what was queued goes out in one write. */
  flush(): void {
    this.#isDirty = false;
    if (!this.isClosed) this.#outbound.flush();
  }

  #touch(): void {
    if (this.#isDirty) return;
    this.#isDirty = true;
    this.#onDirty(this);
  }
}
