import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CLOSE_CODES } from '@skein/protocol/close-codes';
import type { ErrorCode } from '@skein/protocol/errors';
import { LIMITS } from '@skein/protocol/limits';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';
import type { HubClient } from '../hub/hub-client.ts';
import type { Log } from '../log.ts';
import type { Admission, Admit } from './admission.ts';
import { Outbound } from './outbound.ts';
import { Session, type SessionContext } from './session.ts';
import { socketName } from './socket-name.ts';

type Admitted = Pick<Extract<Admission, { ok: true }>, 'account' | 'sessionId' | 'address'>;

export interface GateOptions {
  readonly context: SessionContext;
  readonly log: Log;
  /** Judges session, origin and limits of an upgrade. */
  readonly admit: Admit;
}

const PATH = '/ws';
const HELLO_TIMEOUT_MS = 10_000;
/** When who said no hello may try again: not at once, should it never say one. */
const HELLO_RETRY_MS = 1_000;
const PING_AFTER_MS = 30_000;
const IDLE_TIMEOUT_MS = 70_000;
const SWEEP_INTERVAL_MS = 1_000;
/** How long a client may take to answer a close before its socket is destroyed. */
const CLOSE_TIMEOUT_MS = 2_000;
const GOODBYES_PER_TURN = 20;
/** Sweeps without a byte of progress after which a client is cut. */
const STUCK_SWEEPS = 5;

const WEB_SOCKET_OPTIONS: ServerOptions & { readonly closeTimeout: number } = {
  noServer: true,
  maxPayload: LIMITS.frameBytes,
  maxFragments: LIMITS.fragments,
  perMessageDeflate: false,
  closeTimeout: CLOSE_TIMEOUT_MS,
  autoPong: false,
  clientTracking: false,
};

const STATUS_TEXT = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

/** All WebSockets of one worker: lets them in, and sends away those that do not speak, do not listen, or must go. */
export class Gate implements Disposable {
  readonly #options: GateOptions;
  readonly #webSocketServer = new WebSocketServer(WEB_SOCKET_OPTIONS);
  readonly #sessions = new Map<Session, { stuckSweeps: number }>();
  readonly #sweep: NodeJS.Timeout;
  #isClosing = false;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => this.#lookAround(), SWEEP_INTERVAL_MS);
  }

  get size(): number {
    return this.#sessions.size;
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => {
      this.#upgrade(request, socket, head).catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'an upgrade failed');
        socket.destroy();
      });
    });
  }

  /** Serves a WebSocket that was let in. `socket` is the one below it, which is written to directly. */
  open(webSocket: WebSocket, socket: Duplex, { account, sessionId, address }: Admitted): void {
    const outbound = new Outbound(socket, () => session.drained());
    const session = new Session(this.#options.context, { webSocket, outbound, account, sessionId, address });
    this.#sessions.set(session, { stuckSweeps: 0 });
    const name = socketName(socket);
    this.#options.log.debug({ socket: name, address }, 'WebSocket opened');
    webSocket.on('message', (data, isBinary) => session.receive(data as Buffer, isBinary));
    webSocket.on('ping', (data) => session.pinged(data));
    webSocket.on('pong', () => session.heard());
    webSocket.on('error', ({ message }) =>
      this.#options.log.debug({ socket: name, client: session.clientId, address, message }, 'a WebSocket was broken'),
    );
    webSocket.on('close', (code) => {
      this.#sessions.delete(session);
      this.#options.log.debug({ socket: name, client: session.clientId, address, code }, 'client closed');
      session.closed();
    });
  }

  /** Ends a client's connection; called by the hub when its session has ended, and by the operator. */
  end(client: HubClient, code: 'session_ended' | 'ended_by_operator'): void {
    const closeCode = code === 'session_ended' ? CLOSE_CODES.sessionEnded : CLOSE_CODES.endedByOperator;
    this.#sessionOf(client)?.end(code, closeCode);
  }

  /** Nobody is let in from here on, and nothing more is heard from those who are. */
  takeNoMore(): void {
    this.#isClosing = true;
    for (const session of this.#sessions.keys()) session.takeNoMore();
  }

  /**
   * Tells every client to come back, each after a time of its own within `spreadMs`, so that they do not come all at once.
   * Resolves when all are told: some in each turn, for others ask meanwhile whether the server is ready.
   */
  async endAll(code: 'stopping' | 'replaced', spreadMs: number): Promise<void> {
    for (const [index, session] of [...this.#sessions.keys()].entries()) {
      session.end(code, CLOSE_CODES.restarting, Math.round(Math.random() * spreadMs));
      if (index % GOODBYES_PER_TURN === 0) await nextTurn();
    }
  }

  cutAll(): void {
    for (const session of [...this.#sessions.keys()]) session.cut();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#sweep);
    this.cutAll();
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const path = request.url?.split('?', 1)[0];
    if (path !== PATH) return refuseUpgrade(socket, 404, 'not_found');
    if (this.#isClosing) return refuseUpgrade(socket, 503, 'stopping', 1_000);
    const admission = await this.#options.admit(request);
    if (!admission.ok) return refuseUpgrade(socket, admission.status, admission.code, admission.retryAfterMs);
    if (socket.closed) return admission.release();
    socket.once('close', admission.release);
    if (socket.destroyed) return;
    if (this.#isClosing) return void socket.destroy();
    const { setCookie } = admission;
    const addCookie = (headers: string[]) => void (setCookie && headers.push(`Set-Cookie: ${setCookie}`));
    this.#webSocketServer.once('headers', addCookie);
    this.#webSocketServer.handleUpgrade(request, socket, head, (webSocket) => this.open(webSocket, socket, admission));
    this.#webSocketServer.off('headers', addCookie);
  }

  #cutStuck(session: Session): void {
    this.#options.log.info({ client: session.clientId, address: session.address }, 'a client does not read; cut');
    session.cut();
  }

  #sessionOf(client: HubClient): Session | undefined {
    for (const session of this.#sessions.keys()) if (session.client === client) return session;
    return undefined;
  }

  #lookAround(): void {
    const now = this.#options.context.now();
    for (const [session, watch] of this.#sessions) {
      const silentMs = session.silentMs(now);
      watch.stuckSweeps = session.isStuck ? watch.stuckSweeps + 1 : 0;
      if (watch.stuckSweeps >= STUCK_SWEEPS) this.#cutStuck(session);
      else if (session.isGreeting && now - session.since > HELLO_TIMEOUT_MS)
        session.end('idle', CLOSE_CODES.idle, HELLO_RETRY_MS);
      else if (silentMs > IDLE_TIMEOUT_MS) session.end('idle', CLOSE_CODES.idle, 0);
      else if (silentMs > PING_AFTER_MS) session.ping(PING_AFTER_MS);
    }
  }
}

/** An HTTP answer to an upgrade that is not granted. */
function refuseUpgrade(socket: Duplex, status: keyof typeof STATUS_TEXT, code: ErrorCode, retryAfterMs?: number): void {
  const body = JSON.stringify({ error: { code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } });
  const retryAfter = retryAfterMs === undefined ? '' : `Retry-After: ${Math.ceil(retryAfterMs / 1000)}\r\n`;
  // Node leaves a socket open that the other side does not close.
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_TEXT[status]}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n${retryAfter}\r\n${body}`,
  );
}
