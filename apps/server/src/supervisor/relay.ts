import { Exchange } from '../bus/ipc/exchange.ts';
import { SharedMemoryHubBus } from '../bus/shared-memory/hub-bus.ts';
import { createHubMemory, renewRing, type HubMemory, type ServerState } from '../workers/memory.ts';
import type { EdgeHostOptions } from './edge-host.ts';
import { Hubs } from './hubs.ts';
import { RelayedHub, type StartShell } from './relayed-hub.ts';

const ONLY_SLOT = 0;

export interface RelayOptions {
  readonly host: EdgeHostOptions;
  readonly startShell: StartShell;
  /** The port that they listen on together; undefined where connections are handed to them. */
  readonly port: number | undefined;
}

/** Hub workers that share no memory: to the ledger all of them are one, on the bus in shared memory, with the exchange behind it. */
export class Relay {
  readonly hubs: Hubs<RelayedHub>;
  readonly #options: RelayOptions;
  readonly #bus: SharedMemoryHubBus;
  readonly #exchange: Exchange;
  #own: HubMemory;
  #state: ServerState = 'starting';
  /** Their own, because there may be more of them than there are ids of threads. */
  #lastHub = 0;

  constructor(options: RelayOptions) {
    this.#options = options;
    const { log, memory, nextThreadId, onAdded, onFailed } = options.host;
    this.hubs = new Hubs(log);
    this.#own = createHubMemory({ slot: ONLY_SLOT, threadId: nextThreadId() });
    this.#bus = new SharedMemoryHubBus({ memory, own: this.#own, peers: [], onRostersWanted: () => undefined });
    this.#exchange = new Exchange({ bus: this.#bus, now: Date.now });
    this.#bus.run(this.#exchange).catch((error: unknown) => onFailed(`the bus failed: ${String(error)}`));
    onAdded(this.#own);
  }

  startHub(): RelayedHub {
    const { host, startShell, port } = this.#options;
    const { config, databaseFile, tokenSecret, historyId } = host;
    const worker = ++this.#lastHub;
    const hub = new RelayedHub({
      host,
      startShell,
      begin: { config, databaseFile, tokenSecret, historyId, worker, state: this.#state, port },
      onBus: (up) => this.#exchange.receive(worker, up),
      onMessage: (message) => this.hubs.heard(worker, message),
    });
    this.#exchange.connect(worker, (down) => hub.shell.send({ t: 'bus', down }));
    void hub.shell.exited.then(() => this.#exchange.disconnect(worker));
    return hub;
  }

  setState(state: ServerState): void {
    this.#state = state;
    for (const { shell } of this.hubs) shell.send({ t: 'state', state });
  }

  useNewLedger(start: (hubs: readonly HubMemory[]) => void): void {
    this.#own = renewRing(this.#own);
    start([this.#own]);
    this.#bus.useRing(this.#own.ring);
  }

  useNewBackground(): void {
    for (const hub of this.hubs) hub.connectToBackground();
  }

  stop(): void {
    this.#bus.stop();
  }
}
