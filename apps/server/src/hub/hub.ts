import type { AccountView } from '@skein/protocol/accounts';
import type { Hello } from '@skein/protocol/connection';
import { LIMITS } from '@skein/protocol/limits';
import type { BusListener, Ephemeral, HubBus, Revocation } from '../bus/bus.ts';
import type { Log } from '../log.ts';
import type { ReadStore } from '../storage/store.ts';
import { CatchUp } from './catch-up.ts';
import { HubClient, type Connection } from './hub-client.ts';
import { Presence } from './presence.ts';
import type { PublishedEvent, StreamKind } from './published-event.ts';
import { Streams } from './streams.ts';
import { Subscription } from './subscription.ts';

/** That one account can be in: the Lobby, rooms of its own choice, and what others opened to write to it. */
const ROOMS_AT_MOST = 1 + LIMITS.roomsPerAccount + LIMITS.directRoomsOfOthers;

export interface HubOptions {
  readonly bus: HubBus;
  readonly reads: ReadStore;
  readonly log: Log;
  readonly now: () => number;
  readonly historyId: string;
  /** Makes the ids of clients; unique over all workers. */
  readonly makeClientId: () => string;
  /** Closes a client's connection because its session has ended. */
  readonly onRevoked: (client: HubClient) => void;
}

/**
 * The hub of one worker: who is connected here, which streams they follow, and what goes to whom. It owns no socket and no
 * thread; events come through `BusListener`, bytes leave through each client's `Outbound`.
 */
export class Hub implements BusListener {
  readonly #options: HubOptions;
  readonly #streams: Streams;
  readonly #catchUp: CatchUp;
  readonly #presence: Presence;
  readonly #clients = new Map<string, HubClient>();
  readonly #clientsBySession = new Map<string, Set<HubClient>>();
  /** Clients with something to write or to read, in the order in which they came to it in this turn. */
  readonly #dirty: HubClient[] = [];
  readonly #onDirty = (client: HubClient): void => this.#touched(client);
  #isTurnScheduled = false;
  #flushTimer: NodeJS.Timeout | undefined;

  constructor(options: HubOptions) {
    this.#options = options;
    const { bus, reads, log } = options;
    this.#streams = new Streams({
      bus,
      reads,
      log,
      onMembersMoved: (event) => this.#membersMoved(event),
      onGapRead: () => this.#scheduleTurn(),
    });
    this.#presence = new Presence({ bus, reads, log });
    this.#catchUp = new CatchUp(reads, {
      accountEvent: (client, { t, room, seq }) =>
        t === 'entered' ? this.#subscribe(client, room, seq) : Promise.resolve(this.#unsubscribe(client, room)),
      notAMember: (client, room) => this.#unsubscribe(client, room),
      accountSnapshot: (client, rooms) => this.#subscribeAll(client, rooms),
    });
  }

  get clients(): ReadonlyMap<string, HubClient> {
    return this.#clients;
  }

  /**
   * Takes in a client that has said hello. Its session must be read from the store after this, so that an end of the
   * session is either seen there or comes as a revocation.
   */
  register(options: { account: AccountView; session: string; connection: Connection }): HubClient {
    const { makeClientId, now } = this.#options;
    const client = new HubClient({
      ...options,
      id: makeClientId(),
      since: now(),
      onDirty: this.#onDirty,
    });
    this.#clients.set(client.id, client);
    const ofSession = this.#clientsBySession.get(client.session) ?? new Set();
    this.#clientsBySession.set(client.session, ofSession.add(client));
    this.#presence.arrives(client);
    return client;
  }

  /** Brings a client to the present, from the cursors it has (SPEC S2 to S5). */
  async greet(client: HubClient, hello: Hello): Promise<void> {
    // Nothing is read to it before all its cursors are in place: for a room without one a snapshot would set it (SPEC S3).
    client.isCatchingUp = true;
    try {
      await this.#takeCursors(client, hello);
    } finally {
      client.isCatchingUp = false;
    }
    this.catchUp(client);
  }

  /** Called as a socket drains, and after anything that makes a client behind. */
  catchUp(client: HubClient): void {
    this.#catchUp.pump(client).catch((error: unknown) => this.#failed(client, error));
  }

  unregister(client: HubClient): void {
    if (client.isClosed) return;
    client.isClosed = true;
    this.#clients.delete(client.id);
    const ofSession = this.#clientsBySession.get(client.session);
    ofSession?.delete(client);
    if (ofSession?.size === 0) this.#clientsBySession.delete(client.session);
    for (const subscription of client.subscriptions.values()) {
      subscription.end();
      this.#streams.closeUnused(subscription.stream);
    }
    this.#presence.leaves(client);
  }

  /** On a new connection it may be told before the room is subscribed to; it counts from then on. */
  view(client: HubClient, room: string | null): void {
    client.onScreen = room ?? undefined;
    const mayView = room !== null && client.subscription('room', room) !== undefined;
    this.#presence.views(client, mayView ? room : undefined);
  }

  watch(client: HubClient, people: readonly string[]): void {
    this.#presence.watches(client, people);
  }

  typing(client: HubClient, room: string): void {
    if (client.subscription('room', room)) this.#presence.types(client, room);
  }

  // What comes from the bus.

  event(event: PublishedEvent): void {
    this.#streams.event(event);
  }

  revoked({ sessions }: Revocation): void {
    for (const session of sessions) {
      for (const client of this.#clientsBySession.get(session) ?? []) this.#options.onRevoked(client);
    }
  }

  gapsPossible(): void {
    this.#streams.readGaps();
    this.#checkSessions().catch((error: unknown) =>
      this.#options.log.error({ err: error }, 'could not check sessions'),
    );
  }

  ephemeral(message: Ephemeral, from: number): void {
    this.#presence.hears(message, from);
  }

  peerGone(slot: number): void {
    this.#presence.peerGone(slot);
  }

  rosterWanted(): void {
    this.#presence.sendRoster();
  }

  /** What was queued goes out, at once or, under load, some milliseconds later together with what comes until then. */
  turnEnds(): void {
    const { waitMs } = this.#streams.pacing;
    if (waitMs === 0) this.flush();
    else this.#flushTimer ??= setTimeout(() => this.flush(), waitMs);
  }

  /** Writes everything that is queued, in one write to each client. */
  flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    this.#streams.flush();
    for (const client of this.#dirty) {
      client.flush();
      if (client.isBehind) this.catchUp(client);
    }
    this.#dirty.length = 0;
    this.#streams.pacing.written();
  }

  /** Sends what presence has gathered; called twice a second. */
  tick(): void {
    this.#presence.flush();
    this.turnEnds();
  }

  #touched(client: HubClient): void {
    this.#dirty.push(client);
    this.#scheduleTurn();
  }

  /** What is queued outside of the bus's turns goes out at the end of this turn of the event loop. */
  #scheduleTurn(): void {
    if (this.#isTurnScheduled) return;
    this.#isTurnScheduled = true;
    setImmediate(() => {
      this.#isTurnScheduled = false;
      this.turnEnds();
    });
  }

  async #checkSessions(): Promise<void> {
    const { reads, now, onRevoked } = this.#options;
    for (const [session, clients] of [...this.#clientsBySession]) {
      if (await reads.session(session, now())) continue;
      for (const client of clients) onRevoked(client);
    }
  }

  async #takeCursors(client: HubClient, { historyId, account, rooms = {} }: Hello): Promise<void> {
    const isOurHistory = historyId === this.#options.historyId;
    // A cursor that cannot be is answered with a snapshot: the one way to begin and to begin again.
    const accountCursor = isOurHistory ? (account ?? Number.MAX_SAFE_INTEGER) : Number.MAX_SAFE_INTEGER;
    await this.#open('account', client.account.id, client, accountCursor);
    if (!isOurHistory) return;
    for (const [room, seq] of Object.entries(rooms).slice(0, ROOMS_AT_MOST)) {
      if (client.isClosed) return;
      const role = await this.#options.reads.roleIn(room, client.account.id);
      if (role) await this.#subscribe(client, room, seq);
    }
  }

  /** What cannot be read now may be readable to another connection: the client comes back by itself. */
  #failed(client: HubClient, error: unknown): void {
    this.#options.log.error({ err: error, client: client.id }, 'could not read to a client');
    client.connection.cut();
  }

  async #subscribeAll(client: HubClient, rooms: readonly { id: string; seq: number }[]): Promise<void> {
    const named = new Set(rooms.map(({ id }) => id));
    for (const subscription of client.subscriptions.values()) {
      const { kind, id } = subscription.stream;
      if (kind === 'room' && !named.has(id)) this.#unsubscribe(client, id);
    }
    for (const room of rooms) await this.#subscribe(client, room.id, room.seq);
  }

  /** A client that follows the room already keeps its cursor (SPEC S3, S4). */
  #subscribe(client: HubClient, room: string, cursor: number): Promise<void> {
    return this.#open('room', room, client, cursor);
  }

  #open(kind: StreamKind, id: string, client: HubClient, cursor: number): Promise<void> {
    return this.#streams.open(kind, id, (stream) => {
      if (client.isClosed || client.subscription(kind, id)) return;
      this.#add(new Subscription(client, stream, cursor));
    });
  }

  #add(subscription: Subscription): void {
    subscription.stream.subscriptions.add(subscription);
    const { client, stream } = subscription;
    client.subscriptions.set(stream.key, subscription);
    client.hasFallenBehind();
    if (stream.kind === 'room' && client.onScreen === stream.id) this.#presence.views(client, stream.id);
  }

  #unsubscribe(client: HubClient, room: string): void {
    const subscription = client.subscription('room', room);
    if (!subscription) return;
    subscription.end();
    this.#streams.closeUnused(subscription.stream);
    if (client.viewing === room) this.#presence.views(client, undefined);
  }

  /**
   * An event that changes who is in a room. In the room's stream, `left` is the last thing the removed account hears from it (SPEC
   * S7); in an account's stream, `entered` and `exited` move its clients' subscriptions.
   */
  #membersMoved({ kind, id, frame }: PublishedEvent): void {
    const event = JSON.parse(textOf(frame)) as MovingEvent;
    if (event.account) return this.#accountChanged(event.account);
    if (kind === 'room') {
      if (event.t === 'left') this.#removeFromRoom(id, event.by!);
      return this.#presence.memberMoved(event.by!);
    }
    const { room } = event;
    for (const client of this.#streams.liveClients('account', id)) {
      if (event.t === 'exited') this.#unsubscribe(client, room as string);
      if (event.t === 'entered') this.#enter(client, room as { id: string; seq: number });
    }
  }

  /** Others are told by presence and typing under the name it has now. */
  #accountChanged(account: AccountView): void {
    for (const client of this.#streams.clients('account', account.id)) client.account = account;
    this.#presence.renames(account);
  }

  #enter(client: HubClient, room: { id: string; seq: number }): void {
    this.#subscribe(client, room.id, room.seq).then(
      () => this.catchUp(client),
      (error: unknown) => this.#failed(client, error),
    );
  }

  #removeFromRoom(room: string, account: string): void {
    for (const client of this.#streams.clients('room', room)) {
      if (client.account.id === account) this.#unsubscribe(client, room);
    }
  }
}

/** What the hub reads of an event that moves members, or of `account`. */
interface MovingEvent {
  readonly t: string;
  readonly by?: string;
  readonly room?: string | { readonly id: string; readonly seq: number };
  readonly account?: AccountView;
}

/** The text of a frame that `textFrame` made. */
function textOf(frame: Buffer): string {
  const length = frame[1]!;
  return frame.toString('utf8', length === 127 ? 10 : length === 126 ? 4 : 2);
}
