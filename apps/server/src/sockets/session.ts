import { CLOSE_CODES } from '@skein/protocol/close-codes';
import type { Bye, Hello } from '@skein/protocol/connection';
import type { ErrorCode, Refusal } from '@skein/protocol/errors';
import type { Written } from '@skein/protocol/posting';
import { upSchema, type Up } from '@skein/protocol/up';
import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { accountViewOf } from '../accounts/account-view.ts';
import { faultInWriting } from '@skein/protocol/writing-fault';
import type { WebSocket } from 'ws';
import type { HubBus } from '../bus/bus.ts';
import type { Hub } from '../hub/hub.ts';
import type { Connection, HubClient } from '../hub/hub-client.ts';
import type { Answer, ReadKind } from '../ledger/commands.ts';
import type { Limits } from '../limits/limits.ts';
import type { Log } from '../log.ts';
import { LOBBY_ID } from '../storage/lobby.ts';
import type { AccountRow } from '../storage/rows.ts';
import type { ReadStore } from '../storage/store.ts';
import { textFrame } from './frame.ts';
import { OUTBOUND_LOW_WATER_BYTES, type Outbound } from './outbound.ts';
import { PostingOrder } from './posting-order.ts';
import { isWritten, toCommand } from './written.ts';

/** What a session works with; the same for all sessions of a worker. */
export interface SessionContext {
  readonly hub: Hub;
  readonly bus: HubBus;
  readonly reads: ReadStore;
  readonly limits: Limits;
  readonly log: Log;
  readonly historyId: string;
  readonly now: () => number;
}

export interface SessionOptions {
  readonly webSocket: WebSocket;
  readonly outbound: Outbound;
  readonly account: AccountRow;
  readonly sessionId: string;
  readonly address: string;
}

/**
 * One WebSocket from its upgrade to its end.
 *
 *   greeting  nothing but `hello` is understood
 *   open      known to the hub
 *   ended     `bye` was said or the socket is gone; what still comes in is dropped
 */
type State =
  | { readonly kind: 'greeting' }
  | { readonly kind: 'open'; readonly client: HubClient }
  | { readonly kind: 'ended' };

export class Session implements Connection {
  readonly #context: SessionContext;
  readonly #options: SessionOptions;
  #writtenOrder: PostingOrder | undefined;
  #state: State = { kind: 'greeting' };
  #lastHeardAt: number;
  #hasSpoken = false;
  #pingedAt = 0;
  #takesNoMore = false;
  #clientId: string | undefined;
  readonly #since: number;

  constructor(context: SessionContext, options: SessionOptions) {
    this.#context = context;
    this.#options = options;
    this.#since = context.now();
    this.#lastHeardAt = this.#since;
  }

  get client(): HubClient | undefined {
    return this.#state.kind === 'open' ? this.#state.client : undefined;
  }

  /** For the log: also after the end; undefined before `hello`. */
  get clientId(): string | undefined {
    return this.#clientId;
  }

  get address(): string {
    return this.#options.address;
  }

  get outbound(): Outbound {
    return this.#options.outbound;
  }

  get since(): number {
    return this.#since;
  }

  /** Milliseconds without a word from the client, as of `now`, in steps of how often this is asked. */
  silentMs(now: number): number {
    if (this.#hasSpoken) this.#lastHeardAt = now;
    this.#hasSpoken = false;
    return now - this.#lastHeardAt;
  }

  get isGreeting(): boolean {
    return this.#state.kind === 'greeting';
  }

  get isStuck(): boolean {
    return this.#options.outbound.isStuck();
  }

  heard(): void {
    this.#hasSpoken = true;
  }

  /** A WebSocket ping of ours, at most one in `intervalMs`. */
  ping(intervalMs: number): void {
    const now = this.#context.now();
    if (now - this.#pingedAt < intervalMs) return;
    this.#pingedAt = now;
    this.#options.webSocket.ping();
  }

  /** A ping of the client's, answered unless it does not read what it is sent. */
  pinged(data: Buffer): void {
    this.heard();
    if (!this.#takesFrame()) return;
    const { outbound, webSocket } = this.#options;
    // Pongs go past `outbound`: what waits in the socket is theirs too.
    if (outbound.hasRoom && webSocket.bufferedAmount < OUTBOUND_LOW_WATER_BYTES) webSocket.pong(data);
  }

  /** What comes in from here on is dropped unanswered, so the client will send it again elsewhere. */
  takeNoMore(): void {
    this.#takesNoMore = true;
  }

  receive(data: Buffer, isBinary: boolean): void {
    this.heard();
    if (this.#takesNoMore) return;
    const frame = isBinary ? undefined : parseUp(data);
    if (!frame) return this.end('bad_request', CLOSE_CODES.protocolError);
    try {
      this.#understand(frame);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Says why and closes. With `retryInMs` the client comes back by itself. */
  end(code: ErrorCode, closeCode: number, retryInMs?: number): void {
    if (this.#state.kind === 'ended') return;
    const bye: Bye = { t: 'bye', code, ...(retryInMs === undefined ? {} : { retryInMs }) };
    this.#options.outbound.finish(textFrame(JSON.stringify(bye)));
    this.#leave();
    this.#options.webSocket.close(closeCode, code);
  }

  /** Ends without a word: for who does not read or cannot be reached. */
  cut(): void {
    this.#leave();
    this.#options.webSocket.terminate();
  }

  closed(): void {
    this.#leave();
  }

  drained(): void {
    if (this.client) this.#context.hub.catchUp(this.client);
  }

  #understand(frame: Up): void {
    switch (this.#state.kind) {
      case 'greeting':
        if (frame.t !== 'hello') return this.end('bad_request', CLOSE_CODES.protocolError);
        return void this.#greet(frame).catch((error: unknown) => this.#failed(error));
      case 'open':
        return this.#take(frame, this.#state.client);
      case 'ended':
    }
  }

  #failed(error: unknown): void {
    this.#context.log.error(
      { err: error, client: this.#clientId, address: this.address },
      'a client could not be served',
    );
    this.end('internal', CLOSE_CODES.failed, 1_000);
  }

  #leave(): void {
    if (this.#state.kind === 'open') this.#context.hub.unregister(this.#state.client);
    this.#state = { kind: 'ended' };
  }

  async #greet(hello: Hello): Promise<void> {
    if (hello.v !== PROTOCOL_VERSION) return this.end('unsupported_version', CLOSE_CODES.unsupportedVersion);
    const { hub, reads, log, historyId, now } = this.#context;
    const { account: row, sessionId, address } = this.#options;
    const account = accountViewOf(row);
    const client = hub.register({ account, session: sessionId, connection: this });
    this.#state = { kind: 'open', client };
    this.#clientId = client.id;
    log.debug({ client: client.id, account: account.id, address }, 'client connected');
    // Read after `register`: a session that ends from here on comes as a revocation.
    const isLoggedIn = await reads.session(sessionId, now());
    if (client.isClosed) return;
    if (!isLoggedIn) return this.end('session_ended', CLOSE_CODES.sessionEnded);
    client.send({ t: 'welcome', v: PROTOCOL_VERSION, historyId, account, lobby: LOBBY_ID, time: now() });
    await hub.greet(client, hello);
  }

  #take(frame: Up, client: HubClient): void {
    client.messagesIn++;
    if (isWritten(frame)) return this.#write(frame, client);
    if (!this.#takesFrame()) return;
    switch (frame.t) {
      case 'ping':
        return void client.send({ t: 'pong' });
      case 'view':
        return this.#context.hub.view(client, frame.room);
      case 'watch':
        return this.#context.hub.watch(client, frame.people);
      case 'typing':
        return this.#context.hub.typing(client, frame.room);
      case 'read':
        return this.#context.bus.submit(
          { kind: 'read', account: client.account.id, room: frame.room, n: frame.n },
          (answer) => this.#tellError(answer),
        );
      case 'read-replies':
        return this.#context.bus.submit(
          { kind: 'read-replies', account: client.account.id, room: frame.room, message: frame.message, n: frame.n },
          (answer) => this.#tellError(answer),
        );
      case 'hello':
        return this.end('bad_request', CLOSE_CODES.protocolError);
    }
  }

  /** Made for the first thing that is written: most clients only read. */
  get #order(): PostingOrder {
    return (this.#writtenOrder ??= new PostingOrder());
  }

  /** All that is written keeps one order and has one rate. */
  #write(written: Written, client: HubClient): void {
    const refusal = this.#refuseEarly(written);
    if (refusal) return this.#refuse(client, written.id, refusal);
    const { id, room } = written;
    const command = toCommand(written, client.account.id, this.#order.submitted(id));
    this.#context.bus.submit(command, (answer) => {
      if (!answer.ok) return this.#turnDown(client, id, answer.error);
      this.#order.answered(id);
      const { seq, n, at } = answer.value;
      client.send({ t: 'ack', id, room, seq, n, at });
    });
  }

  #refuseEarly(written: Written): Refusal | undefined {
    const invalid = faultInWriting(written);
    if (invalid) return { code: invalid };
    const heldBack = this.#order.holdsBack(written.id);
    if (heldBack) return heldBack;
    const taken = this.#context.limits.take('post', this.#options.account.id);
    return taken.ok ? undefined : { code: 'too_many_requests', retryAfterMs: taken.retryAfterMs };
  }

  #turnDown(client: HubClient, id: string, error: Refusal): void {
    this.#order.turnedDown(id, error);
    client.send({ t: 'refused', id, error });
  }

  #refuse(client: HubClient, id: string, error: Refusal): void {
    this.#order.refused(id, error);
    client.send({ t: 'refused', id, error });
  }

  #tellError(answer: Answer<ReadKind>): void {
    if (!answer.ok) this.client?.send({ t: 'error', error: answer.error });
  }

  /** Frames other than what is written: those above the rate are answered with an error, which counts as their answer. */
  #takesFrame(): boolean {
    const taken = this.#context.limits.take('frame', this.#options.account.id);
    if (taken.ok) return true;
    const { retryAfterMs } = taken;
    this.client?.send({ t: 'error', error: { code: 'too_many_requests', retryAfterMs } });
    return false;
  }
}

function parseUp(data: Buffer): Up | undefined {
  try {
    const parsed = upSchema.safeParse(JSON.parse(data.toString()));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
