import { CLOSE_CODES } from '@skein/protocol/close-codes';
import type { Bye, Hello, Welcome } from '@skein/protocol/connection';
import type { Down } from '@skein/protocol/down';
import type { Up } from '@skein/protocol/up';
import { Backoff, bytesToFraction } from './backoff.ts';
import { Heartbeat } from './heartbeat.ts';
import type { ClientStatus } from './notices.ts';
import type { ClientPlatform, SessionCheck, SocketLike } from './transport.ts';

const WELCOME_MS = 20_000;

export type EndReason = Extract<ClientStatus, { state: 'ended' }>['reason'];

export interface ConnectionActions {
  hello(): Hello;
  /** @returns false to end the client: the session is another's now */
  welcome(welcome: Welcome): boolean;
  /** Every frame after `welcome` that is not about the connection itself. */
  frame(frame: Down): void;
  /** What was sent and not answered may be lost. */
  lost(): void;
  status(status: ClientStatus): void;
}

/** Close codes after which the client does not come back, should the `bye` before them be lost (C5). */
const ENDING_CODES = new Map<number, EndReason>([
  [CLOSE_CODES.sessionEnded, 'session-ended'],
  [CLOSE_CODES.unsupportedVersion, 'outdated'],
  [CLOSE_CODES.endedByOperator, 'ended-by-operator'],
]);

function byeToReason(bye: Bye): EndReason {
  if (bye.code === 'session_ended' || bye.code === 'not_logged_in') return 'session-ended';
  return bye.code === 'unsupported_version' ? 'outdated' : 'ended-by-operator';
}

/**
 * One connection after another, until it ends for good:
 *
 *     connecting ── welcome ──▶ catching-up ⇄ live        ended
 *         ▲  │                      │                       ▲
 *         │  └───── closed, silent, gap ──▶ waiting ────────┤  bye without retryInMs, session over, close()
 *         └──────────── timer ────────────────┘             │
 *
 * After a try that came to nothing, the next one asks whether the server is there and the session is not over, before it
 * opens a socket.
 */
export class Connection {
  readonly #platform: ClientPlatform;
  readonly #actions: ConnectionActions;
  readonly #backoff = new Backoff();
  readonly #heartbeat: Heartbeat;
  #status: ClientStatus = { state: 'connecting', isAgain: false };
  #socket: SocketLike | undefined;
  /** The one timer of the state: of the wait between tries, or of the wait for `welcome`. */
  #timer: unknown;
  /** The last try came to no `welcome`. */
  #hasFailed = false;

  constructor(platform: ClientPlatform, actions: ConnectionActions) {
    this.#platform = platform;
    this.#actions = actions;
    this.#heartbeat = new Heartbeat(platform, { ping: () => this.#write({ t: 'ping' }), dead: () => this.renew() });
  }

  get status(): ClientStatus {
    return this.#status;
  }

  get bufferedBytes(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  open(): void {
    this.#become({ state: 'connecting', isAgain: this.#status.state === 'waiting' });
    if (this.#isEnded) return;
    this.#timer = this.#platform.setTimer(() => this.renew(), WELCOME_MS);
    if (this.#hasFailed && this.#platform.checkSession) void this.#openAfter(this.#platform.checkSession());
    else this.#openSocket();
  }

  /** @returns false where there is no connection with a `welcome` */
  send(frame: Up): boolean {
    if (!this.#isWelcome) return false;
    this.#write(frame);
    return true;
  }

  /** The server's side of the story is complete, or no longer is. */
  setLive(isLive: boolean): void {
    const state = isLive ? 'live' : 'catching-up';
    if (!this.#isWelcome || this.#status.state === state) return;
    // Not at the welcome already: a server that fails on what comes after it would be asked without a pause.
    if (isLive) this.#backoff.reset();
    this.#become({ state });
  }

  /** Gives the connection up and makes another. */
  renew(): void {
    if (!this.#isEnded) this.#comeBack();
  }

  reconnectNow(): void {
    if (this.#status.state !== 'waiting') return;
    this.#platform.clearTimer(this.#timer);
    this.open();
  }

  end(reason: EndReason): void {
    if (this.#isEnded) return;
    this.#drop();
    this.#become({ state: 'ended', reason });
  }

  get #isEnded(): boolean {
    return this.#status.state === 'ended';
  }

  /** Between `welcome` and the end of a connection. */
  get #isWelcome(): boolean {
    return this.#status.state === 'live' || this.#status.state === 'catching-up';
  }

  async #openAfter(check: Promise<SessionCheck>): Promise<void> {
    const timer = this.#timer;
    const answer = await check.catch(() => 'unknown' as const);
    const isLate = this.#isEnded || this.#timer !== timer;
    if (isLate) return;
    if (answer === 'ended') this.end('session-ended');
    else if (answer === 'unreachable') this.#comeBack();
    else this.#openSocket();
  }

  #openSocket(): void {
    try {
      this.#listenTo(this.#platform.openSocket());
    } catch {
      this.#comeBack();
    }
  }

  #listenTo(socket: SocketLike): void {
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => this.#received(data);
    socket.onclose = ({ code }) => this.#closed(code);
    socket.onerror = ignore;
  }

  #opened(): void {
    this.#heartbeat.start();
    this.#write(this.#actions.hello());
  }

  #received(data: unknown): void {
    this.#heartbeat.heard();
    const frame = parseFrame(data);
    if (!frame) return this.renew();
    if (frame.t === 'welcome') return this.#welcomed(frame);
    if (frame.t === 'bye') return this.#dismissed(frame);
    if (frame.t !== 'pong' && this.#isWelcome) this.#actions.frame(frame);
  }

  #welcomed(welcome: Welcome): void {
    if (this.#isWelcome) return;
    this.#platform.clearTimer(this.#timer);
    this.#become({ state: 'catching-up' });
    if (this.#isWelcome && !this.#actions.welcome(welcome)) this.end('session-ended');
  }

  #dismissed(bye: Bye): void {
    if (bye.retryInMs === undefined) this.end(byeToReason(bye));
    else this.#comeBack(bye.retryInMs);
  }

  #closed(code: number): void {
    const reason = ENDING_CODES.get(code);
    if (reason) this.end(reason);
    else this.#comeBack();
  }

  #comeBack(delayMs = this.#backoff.next(bytesToFraction(this.#platform.randomBytes(new Uint8Array(4))))): void {
    const hadWelcome = this.#isWelcome;
    this.#hasFailed = !hadWelcome;
    this.#drop();
    this.#timer = this.#platform.setTimer(() => this.open(), delayMs);
    this.#become({ state: 'waiting', retryAt: this.#platform.now() + delayMs });
    if (hadWelcome) this.#actions.lost();
  }

  /** Lets go of the socket. It keeps an `onerror`, because `ws` throws errors that nobody listens to. */
  #drop(): void {
    this.#platform.clearTimer(this.#timer);
    this.#heartbeat.stop();
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000);
  }

  #write(frame: Up): void {
    this.#socket?.send(JSON.stringify(frame));
  }

  #become(status: ClientStatus): void {
    this.#status = status;
    this.#actions.status(status);
  }
}

function ignore(): void {}

function parseFrame(data: unknown): Down | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const frame: unknown = JSON.parse(data);
    return typeof frame === 'object' && frame !== null && 't' in frame ? (frame as Down) : undefined;
  } catch {
    return undefined;
  }
}
