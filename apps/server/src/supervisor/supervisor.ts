import { createHmac } from 'node:crypto';
import type { ClientView } from '@skein/protocol/rest';
import { HashQueue } from '../accounts/hash-queue.ts';
import { hashToken } from '../accounts/sessions.ts';
import type { Config } from '../config.ts';
import type { ControlCommand, ControlKind } from '../control/control-commands.ts';
import type { Answer } from '../ledger/commands.ts';
import type { Log } from '../log.ts';
import type { DataFolder } from '../storage/data-folder.ts';
import { forgetCopies } from '../storage/forget-copies.ts';
import { pushContactOf } from '../push/push-contact.ts';
import type { HubMemory, ServerState } from '../workers/memory.ts';
import { BackgroundThread } from './background-thread.ts';
import type { EdgeHost } from './edge-host.ts';
import { MemoryKeeper } from './memory-keeper.ts';
import { MODES, type Mode } from './modes/modes.ts';
import { claimPort } from './port.ts';
import { Retention } from './retention.ts';
import type { RunningLedger } from './running-ledger.ts';

/** Thread ids of our own, not Node's: the supervisor's, then one for each thread it starts. */
const SUPERVISOR_THREAD_ID = 1;
const EDGES_STOP_TIMEOUT_MS = 3_000;
const LEDGER_STOP_TIMEOUT_MS = 1_500;
const EXPIRE_INTERVAL_MS = 600_000;
const LEDGER_RESTARTS = { atMost: 5, withinMs: 60_000 };

export interface SupervisorOptions {
  readonly config: Config;
  readonly dataFolder: DataFolder;
  readonly log: Log;
  /** The server cannot go on: end the process, so that the launcher starts it anew. */
  readonly onFailed: (why: string) => void;
}

/** The main thread's work: it keeps the ledger and whoever runs the edge going, and stops them in order. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #keeper = new MemoryKeeper({ threadId: SUPERVISOR_THREAD_ID });
  readonly #hashQueue = new HashQueue();
  readonly #retention = new Retention((command) => this.#ledger.submit(command));
  #mode!: Mode;
  #edges!: EdgeHost;
  #ledger!: RunningLedger;
  #background: BackgroundThread | undefined;
  #port = 0;
  #lastThreadId = SUPERVISOR_THREAD_ID;
  #ledgerRestarts: number[] = [];
  #expiry: NodeJS.Timeout | undefined;
  #hasStarted = false;
  #isStopping = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get port(): number {
    return this.#port;
  }

  /** What the chosen mode cannot do well. */
  get caveat(): string | undefined {
    const { config } = this.#options;
    return MODES[config.concurrency].caveat?.(config);
  }

  /** Resolves once a message posted would be durable. */
  async start({ historyId }: { historyId: string }): Promise<void> {
    const { config, dataFolder, log } = this.#options;
    this.#port = await claimPort(config.port, config.host);
    this.#mode = await MODES[config.concurrency].load();
    this.#ledger = this.#startLedger([]);
    this.#edges = this.#mode.hostEdges({
      config,
      log,
      memory: this.#keeper.memory,
      hashQueue: this.#hashQueue,
      databaseFile: dataFolder.databaseFile,
      tokenSecret: dataFolder.tokenSecret,
      historyId,
      port: this.#port,
      nextThreadId: () => ++this.#lastThreadId,
      connectToBackground: () => this.#background?.connect(),
      onAdded: (hub) => this.#added(hub),
      onGone: (hub) => this.#clearAfter(hub),
      onFailed: this.#options.onFailed,
    });
    // Threads take most of a start to load. To an edge a ledger that is not there yet is one that is about to be replaced.
    await Promise.all([this.#ledger.ready, this.#edges.start()]);
    this.#hasStarted = true;
    this.#background = new BackgroundThread({
      log,
      workerData: {
        databaseFile: dataFolder.databaseFile,
        searchFile: dataFolder.searchFile,
        pushFile: dataFolder.pushFile,
        filesFolder: dataFolder.filesFolder,
        pushContact: pushContactOf(config),
        verbose: config.verbose,
      },
      onStarted: () => this.#edges.useNewBackground(),
    });
    this.#background.start();
    this.#expiry = setInterval(() => this.#expire(), EXPIRE_INTERVAL_MS);
    this.#expire();
    this.#retention.start();
    this.#setState('ok');
  }

  /** The token of the first run's link; undefined once somebody has used it. The same at every start until then. */
  async keepSetupToken({ claimed, historyId }: { claimed: boolean; historyId: string }): Promise<string | undefined> {
    if (claimed) return undefined;
    const key = this.#options.dataFolder.tokenSecret;
    const token = createHmac('sha256', key).update(`setup ${historyId}`).digest('base64url').slice(0, 32);
    const kept = await this.#ledger.submit({ kind: 'keep-setup-token', tokenHash: hashToken(token) });
    if (!kept.ok) throw new Error(`the first run's link could not be kept: ${kept.error.code}`);
    return token;
  }

  listClients(): Promise<readonly ClientView[]> {
    return this.#edges.listClients();
  }

  /** A command of whoever owns the machine. */
  administer(command: ControlCommand): Promise<Answer<ControlKind>> {
    return this.#ledger.submit(command);
  }

  broadcast(body: string): Promise<Answer<'broadcast'>> {
    return this.#ledger.submit({ kind: 'broadcast', body });
  }

  /** Not ready at once; what was accepted is committed and answered; everyone is told; everything is closed. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#expiry);
    this.#retention.stop();
    this.#setState('stopping');
    await this.#edges?.stop(EDGES_STOP_TIMEOUT_MS);
    this.#hashQueue.close();
    await this.#ledger?.stop(LEDGER_STOP_TIMEOUT_MS);
    await this.#background?.stop();
  }

  #setState(state: ServerState): void {
    this.#keeper.setState(state);
    this.#edges?.setState(state);
  }

  #startLedger(hubs: readonly HubMemory[]): RunningLedger {
    const { config, dataFolder, log } = this.#options;
    const threadId = ++this.#lastThreadId;
    return this.#mode.startLedger({
      log,
      memory: this.#keeper.memory,
      databaseFile: dataFolder.databaseFile,
      filesFolder: dataFolder.filesFolder,
      verbose: config.verbose,
      threadId,
      hubs,
      onExit: (code) => this.#ledgerEnded(threadId, code),
    });
  }

  #expire(): void {
    const { dataFolder, log } = this.#options;
    void this.#expireUploads();
    forgetCopies(dataFolder.databaseFile, Date.now()).catch((error: unknown) =>
      log.error({ err: error }, 'could not remove a copy of the database from before an upgrade'),
    );
  }

  async #expireUploads(): Promise<void> {
    for (let isMore = true; isMore && !this.#isStopping;) {
      const expired = await this.#ledger.submit({ kind: 'expire-uploads' });
      isMore = expired.ok && expired.value.more;
    }
  }

  /** The ledger ended unasked: a new one begins a new epoch, with rings of its own, and everyone sends again. */
  #ledgerEnded(threadId: number, code: number): void {
    this.#keeper.threadExited(threadId);
    if (this.#isStopping) return;
    if (!this.#hasStarted || this.#mustGiveUp()) return this.#options.onFailed(`the ledger ended with code ${code}`);
    this.#options.log.error({ code }, 'the ledger ended; starting another');
    this.#edges.useNewLedger((hubs) => {
      this.#ledger = this.#startLedger(hubs);
    });
  }

  #mustGiveUp(): boolean {
    const now = Date.now();
    this.#ledgerRestarts = [...this.#ledgerRestarts.filter((at) => now - at < LEDGER_RESTARTS.withinMs), now];
    return this.#ledgerRestarts.length > LEDGER_RESTARTS.atMost;
  }

  #added(hub: HubMemory): void {
    this.#keeper.addHub(hub);
    this.#ledger.addHub(hub);
  }

  async #clearAfter(hub: HubMemory): Promise<void> {
    this.#keeper.threadExited(hub.threadId);
    if (this.#isStopping) return;
    await this.#ledger.forgetHub(hub);
    await this.#keeper.clearSlot(hub.slot);
  }
}
