import { createServer, type Server, type Socket } from 'node:net';
import { availableParallelism } from 'node:os';
import type { ClientView } from '@skein/protocol/rest';
import type { HubMemory, ServerState } from '../../workers/memory.ts';
import type { EdgeHost, EdgeHostOptions } from '../edge-host.ts';
import { Relay } from '../relay.ts';
import type { RelayedHub, StartShell } from '../relayed-hub.ts';

/** Started ahead, so that a connection need not wait for its worker. */
export const SPARES = 4;
/** To start is all work: of a crowd that started at once, each would be ready when the last is. Too few get too little of busy cores. */
export const STARTS_AT_ONCE = Math.max(8, availableParallelism());
/** Connections that may wait while as many as there may be are served; the next is closed. */
const QUEUE_LENGTH = 1_000;
const MAKE_ROOM_INTERVAL_MS = 50;
/** Before another spare is started, after one that never became ready. */
const RESTART_PAUSE_MS = 1_000;
const STOPPING_BODY = '{"status":"stopping"}';
const STOPPING_ANSWER = `HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\nContent-Type: application/json\r\nContent-Length: ${STOPPING_BODY.length}\r\n\r\n${STOPPING_BODY}`;

/**
 * A hub worker for each connection, from when it is accepted to when it has closed. The connection is accepted here with
 * nothing read from it, and moved. As many as --connections says are served at once; others wait, and connections on which
 * nothing is asked make room for them.
 */
export class PerConnection implements EdgeHost {
  readonly #host: EdgeHostOptions;
  readonly #relay: Relay;
  readonly #server: Server;
  readonly #spares: RelayedHub[] = [];
  readonly #ready = new WeakSet<RelayedHub>();
  readonly #queue: Socket[] = [];
  #serving = 0;
  #makeRoom: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(host: EdgeHostOptions, startShell: StartShell) {
    this.#host = host;
    this.#relay = new Relay({ host, startShell, port: undefined });
    this.#server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => this.#accepted(socket));
  }

  async start(): Promise<void> {
    for (let count = 0; count < SPARES; count++) this.#spares.push(this.#startHub());
    await Promise.all(this.#spares.map(({ shell }) => shell.ready));
    const { config, port } = this.#host;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, ...(config.host && { host: config.host }), backlog: 1_024 }, resolve);
    });
  }

  listClients(): Promise<readonly ClientView[]> {
    return this.#relay.hubs.listClients();
  }

  setState(state: ServerState): void {
    this.#relay.setState(state);
  }

  useNewLedger(start: (hubs: readonly HubMemory[]) => void): void {
    this.#relay.useNewLedger(start);
  }

  useNewBackground(): void {
    this.#relay.useNewBackground();
  }

  /** Until every worker has ended, whoever connects hears that the server stops. */
  async stop(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#makeRoom);
    for (const socket of this.#queue.splice(0)) this.#turnAway(socket);
    await this.#relay.hubs.stop(timeoutMs);
    this.#server.close();
    this.#relay.stop();
  }

  #accepted(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    if (this.#isStopping) return this.#turnAway(socket);
    if (this.#queue.length >= QUEUE_LENGTH) return void socket.destroy();
    this.#queue.push(socket);
    this.#serveWaiting();
    if (this.#isFull && this.#queue.length > 0)
      this.#makeRoom ??= setInterval(() => this.#askForRoom(), MAKE_ROOM_INTERVAL_MS);
  }

  get #isFull(): boolean {
    return this.#serving >= this.#host.config.connections;
  }

  /** Only workers that are ready are given connections: one that fails to start, or is stopped before, takes none along. */
  #serveWaiting(): void {
    while (this.#queue.length > 0 && !this.#isFull) {
      const place = this.#spares.findIndex((hub) => this.#ready.has(hub));
      if (place < 0) break;
      this.#serve(this.#spares.splice(place, 1)[0]!, this.#queue.shift()!);
    }
    this.#keepSpares();
    if (this.#isFull && this.#queue.length > 0) return;
    clearInterval(this.#makeRoom);
    this.#makeRoom = undefined;
  }

  #serve(hub: RelayedHub, socket: Socket): void {
    this.#serving++;
    hub.shell.sendConnection(socket);
    void hub.shell.exited.then(() => {
      this.#serving--;
      if (!this.#isStopping) this.#serveWaiting();
    });
  }

  #askForRoom(): void {
    for (const { shell } of this.#relay.hubs) shell.send({ t: 'make-room' });
  }

  /** As many as connections wait for, where they may be served, before there are spares again. */
  #keepSpares(): void {
    const wanted = Math.max(SPARES, Math.min(this.#queue.length, this.#host.config.connections - this.#serving));
    while (!this.#isStopping && this.#spares.length < wanted && this.#starting < STARTS_AT_ONCE)
      this.#spares.push(this.#startHub());
  }

  get #starting(): number {
    return this.#spares.filter((hub) => !this.#ready.has(hub)).length;
  }

  #startHub(): RelayedHub {
    const hub = this.#relay.startHub();
    this.#relay.hubs.add(hub);
    hub.shell.ready.then(
      () => {
        this.#ready.add(hub);
        if (!this.#isStopping) this.#serveWaiting();
      },
      () => undefined,
    );
    void hub.shell.exited.then((code) => {
      if (code !== 0 && !this.#isStopping) this.#host.log.warn({ worker: hub.id, code }, 'a hub worker ended');
      const place = this.#spares.indexOf(hub);
      if (place < 0) return;
      this.#spares.splice(place, 1);
      if (this.#ready.has(hub)) this.#keepSpares();
      else setTimeout(() => this.#keepSpares(), RESTART_PAUSE_MS);
    });
    return hub;
  }

  /** Says so where that is possible without a worker: not below TLS. */
  #turnAway(socket: Socket): void {
    if (this.#host.config.tls) return void socket.destroy();
    socket.resume();
    socket.end(STOPPING_ANSWER, () => socket.destroy());
  }
}
