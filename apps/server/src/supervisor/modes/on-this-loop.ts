import type { ClientView } from '@skein/protocol/rest';
import { Asker } from '../../background/asker.ts';
import { TASK_BOUNDS, type Tasks } from '../../background/tasks.ts';
import { SharedMemoryHubBus } from '../../bus/shared-memory/hub-bus.ts';
import { SharedLimits } from '../../limits/shared-limits.ts';
import { openReadStore } from '../../storage/sqlite/open-read-store.ts';
import { Edge } from '../../workers/edge.ts';
import { createHubMemory, serverState, type HubMemory } from '../../workers/memory.ts';
import type { EdgeHost, EdgeHostOptions } from '../edge-host.ts';

/** The edge on the supervisor's own loop, where the ledger is as well. It fails with the process. */
export class OnThisLoop implements EdgeHost {
  readonly #options: EdgeHostOptions;
  readonly #background = new Asker<Tasks>(TASK_BOUNDS);
  #edge: Edge | undefined;

  constructor(options: EdgeHostOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { config, log, memory, hashQueue, databaseFile, tokenSecret, historyId, port } = this.#options;
    const own = createHubMemory({ slot: 0, threadId: this.#options.nextThreadId() });
    this.#options.onAdded(own);
    const edge = await Edge.open({
      config,
      tokenSecret,
      historyId,
      worker: own.threadId,
      bus: new SharedMemoryHubBus({ memory, own, peers: [], onRostersWanted: () => undefined }),
      reads: await openReadStore({ file: databaseFile }),
      limits: new SharedLimits(memory.limits, { threadId: own.threadId, slot: own.slot, now: Date.now }),
      ask: this.#background.ask,
      hasher: hashQueue,
      health: () => serverState(memory),
      clients: { list: async () => edge.listClients(), end: async (client) => edge.endClient(client) },
      log,
      onFailed: (error) => this.#options.onFailed(`the bus failed: ${String(error)}`),
    });
    this.#edge = edge;
    await edge.listen(port);
  }

  async listClients(): Promise<readonly ClientView[]> {
    return this.#edge?.listClients() ?? [];
  }

  setState(): void {}

  /** The ledger runs on this loop too: with it, everything ends. */
  useNewLedger(_start: (hubs: readonly HubMemory[]) => void): void {
    this.#options.onFailed('the ledger failed');
  }

  useNewBackground(): void {
    const port = this.#options.connectToBackground();
    if (port) this.#background.usePort(port);
  }

  async stop(): Promise<void> {
    await this.#edge?.leave('stopping');
  }
}
