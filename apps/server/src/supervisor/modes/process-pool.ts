import type { ClientView } from '@skein/protocol/rest';
import type { HubMemory, ServerState } from '../../workers/memory.ts';
import type { EdgeHost, EdgeHostOptions } from '../edge-host.ts';
import { HubPool } from '../hub-pool.ts';
import { inProcess, type RelayedHub } from '../relayed-hub.ts';
import { Relay } from '../relay.ts';

/** A pool of processes that listen on one port. */
export class ProcessPool implements EdgeHost {
  readonly #relay: Relay;
  readonly #pool: HubPool<RelayedHub>;

  constructor(host: EdgeHostOptions) {
    const { config, log, port } = host;
    this.#relay = new Relay({ host, startShell: inProcess, port });
    const startHub = () => this.#relay.startHub();
    this.#pool = new HubPool({ size: config.workers, hubs: this.#relay.hubs, startHub, log });
  }

  start(): Promise<void> {
    return this.#pool.start();
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

  async stop(timeoutMs: number): Promise<void> {
    await this.#pool.stop(timeoutMs);
    this.#relay.stop();
  }
}
