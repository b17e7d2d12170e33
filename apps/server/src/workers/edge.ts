import { createSecretKey } from 'node:crypto';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientView } from '@skein/protocol/rest';
import type { RunningHubBus } from '../bus/bus.ts';
import { submitWith } from '../bus/submit-with.ts';
import { clientView } from '../clients/client-view.ts';
import type { Config } from '../config.ts';
import { FileFolder } from '../files/file-folder.ts';
import { createApp } from '../http/app.ts';
import type { Services } from '../http/services.ts';
import { createWebServer } from '../http/web-server.ts';
import { Hub } from '../hub/hub.ts';
import type { Submit } from '../ledger/commands.ts';
import type { Log } from '../log.ts';
import { refused } from '../result.ts';
import { PAGE_FOLDER } from '../places.ts';
import { createAdmission } from '../sockets/admission.ts';
import { Gate } from '../sockets/gate.ts';
import { nameSockets } from '../sockets/socket-name.ts';
import { openSite } from '../site/site.ts';
import { filesFolderIn } from '../storage/data-folder.ts';
import type { ReadStore } from '../storage/store.ts';

const PRESENCE_INTERVAL_MS = 500;
/** How long clients may take over coming back: the whole server is away for longer than one worker. */
const SPREAD_MS = { stopping: 4_000, replaced: 1_000 } as const;
const RETRY_MS = 1_000;
/** Of stopping: for what was accepted to be answered, and for clients to answer the close. */
const ANSWERS_WITHIN_MS = 1_500;
const CLOSES_WITHIN_MS = 1_000;
const NOT_READY_FIRST_MS = 60;

export type LeavingReason = 'stopping' | 'replaced';

export interface EdgeOptions extends Pick<Services, 'ask' | 'hasher' | 'limits' | 'health' | 'clients'> {
  readonly config: Config;
  readonly tokenSecret: string;
  readonly historyId: string;
  /** Whose edge it is: in the list of clients, and in their ids. */
  readonly worker: number;
  readonly bus: RunningHubBus;
  readonly reads: ReadStore;
  readonly log: Log;
  /** The bus has failed: this edge serves nobody any more. */
  readonly onFailed: (error: unknown) => void;
}

/** The whole edge on one loop: HTTP and WebSockets, whoever runs it. The bus connects it with the ledger and with the other edges. */
export class Edge {
  readonly hub: Hub;
  readonly #options: EdgeOptions;
  readonly #gate: Gate;
  readonly #server: Server;
  readonly #ticks: NodeJS.Timeout;
  #lastClient = 0;
  #leavingFor: LeavingReason | undefined;
  #left: Promise<void> | undefined;

  static async open(options: EdgeOptions): Promise<Edge> {
    const { config, log } = options;
    return new Edge(options, await openSite({ folder: config.folder, chatFolder: PAGE_FOLDER, log }));
  }

  private constructor(options: EdgeOptions, site: Awaited<ReturnType<typeof openSite>>) {
    this.#options = options;
    const { config, tokenSecret, historyId, worker, bus, reads, ask, limits, hasher, health, clients, log } = options;
    const files = new FileFolder(filesFolderIn(config.dataFolder));
    const now = () => Date.now();
    this.hub = new Hub({
      bus,
      reads,
      log,
      now,
      historyId,
      makeClientId: () => `${worker}-${(++this.#lastClient).toString(36)}`,
      onRevoked: (client) => this.#gate.end(client, 'session_ended'),
    });
    const submit = this.#submitUnlessLeaving(submitWith(bus));
    // A key that was made once: `jsonwebtoken` would make one of a text at every request.
    const tokenKey = createSecretKey(tokenSecret, 'utf8');
    const services = { config, tokenKey, reads, submit, files, ask, hasher, limits, log, now, health, clients };
    const context = { hub: this.hub, bus, reads, limits, log, historyId, now };
    this.#gate = new Gate({ context, log, admit: createAdmission(services) });
    this.#server = createWebServer(config, createApp(services, { site }));
    if (config.verbose) nameSockets(this.#server);
    this.#gate.attach(this.#server);
    this.#ticks = setInterval(() => this.hub.tick(), PRESENCE_INTERVAL_MS);
    bus.run(this.hub).catch(options.onFailed);
  }

  /** Takes connections on the port that all edges share. */
  listen(port: number): Promise<void> {
    const { host } = this.#options.config;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, ...(host && { host }), reusePort: true, backlog: 1_024 }, resolve);
    });
  }

  /** Takes a connection that somebody else accepted, with nothing read from it. */
  serve(socket: Socket): void {
    this.#server.emit('connection', socket);
    socket.resume();
  }

  /** Ends connections on which nothing has been asked since the last answer. */
  closeIdleConnections(): void {
    this.#server.closeIdleConnections();
  }

  listClients(): readonly ClientView[] {
    return [...this.hub.clients.values()].map((client) => clientView(client, this.#options.worker));
  }

  endClient(id: string): boolean {
    const client = this.hub.clients.get(id);
    if (client) this.#gate.end(client, 'ended_by_operator');
    return client !== undefined;
  }

  /**
   * Nobody new; what was accepted is answered; everybody is told to come back, spread out; then all is closed. While the
   * whole server stops, the port stays open for those who ask whether it is ready; a replaced worker has a successor there.
   */
  leave(reason: LeavingReason): Promise<void> {
    return (this.#left ??= this.#leave(reason));
  }

  async #leave(reason: LeavingReason): Promise<void> {
    const { bus, reads } = this.#options;
    this.#leavingFor = reason;
    if (reason === 'replaced') this.#server.close();
    this.#gate.takeNoMore();
    // Whoever asks whether the server is ready hears no before clients are told: that takes a while where they are many.
    if (reason === 'stopping') await sleep(NOT_READY_FIRST_MS);
    await until(() => bus.pending === 0, ANSWERS_WITHIN_MS);
    this.hub.flush();
    await this.#gate.endAll(reason, SPREAD_MS[reason]);
    await until(() => this.#gate.size === 0, CLOSES_WITHIN_MS);
    clearInterval(this.#ticks);
    this.#server.close();
    this.#gate[Symbol.dispose]();
    this.#server.closeAllConnections();
    bus.stop();
    await reads[Symbol.asyncDispose]();
  }

  /** Of what comes over HTTP; what comes over a WebSocket the gate drops. */
  #submitUnlessLeaving(submit: Submit): Submit {
    return (command) =>
      this.#leavingFor ? Promise.resolve(refused(this.#leavingFor, { retryAfterMs: RETRY_MS })) : submit(command);
  }
}

async function until(isDone: () => boolean, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!isDone() && Date.now() < deadline) await sleep(5);
}
