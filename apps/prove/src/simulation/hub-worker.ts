import { SharedMemoryHubBus } from '@skein/server/bus/shared-memory/hub-bus';
import { submitWith } from '@skein/server/bus/submit-with';
import { Hub } from '@skein/server/hub/hub';
import type { Answer, Command, CommandKind } from '@skein/server/ledger/commands';
import type { Limits } from '@skein/server/limits/limits';
import type { Log } from '@skein/server/log';
import { Gate } from '@skein/server/sockets/gate';
import type { ReadStore } from '@skein/server/storage/store';
import type { HubMemory, SharedMemory } from '@skein/server/workers/memory';
import type { VirtualThread } from './virtual-loop.ts';
import type { Wire } from './wire.ts';

/** How often presence is sent; workers/hub.ts. */
const PRESENCE_INTERVAL_MS = 500;
const ADDRESS = '192.0.2.1';

export interface HubWorkerOptions {
  readonly thread: VirtualThread;
  readonly memory: SharedMemory;
  readonly own: HubMemory;
  readonly peers: readonly HubMemory[];
  readonly reads: ReadStore;
  readonly limits: Limits;
  readonly log: Log;
  readonly historyId: string;
  readonly onRostersWanted: () => void;
}

/** One hub worker, put together as its entry file does, without HTTP: upgrades and REST calls are calls here. */
export class HubWorker {
  readonly thread: VirtualThread;
  readonly own: HubMemory;
  readonly bus: SharedMemoryHubBus;
  readonly hub: Hub;
  readonly #gate: Gate;
  readonly #reads: ReadStore;
  #lastClient = 0;

  /** To be made in its own thread. */
  constructor({ thread, memory, own, peers, reads, limits, log, historyId, onRostersWanted }: HubWorkerOptions) {
    const now = (): number => Date.now();
    const bus = new SharedMemoryHubBus({ memory, own, peers, onRostersWanted });
    const makeClientId = (): string => `${own.threadId}-${(++this.#lastClient).toString(36)}`;
    const hub: Hub = new Hub({
      bus,
      reads,
      log,
      now,
      historyId,
      makeClientId,
      onRevoked: (client) => this.#gate.end(client, 'session_ended'),
    });
    this.thread = thread;
    this.own = own;
    this.bus = bus;
    this.hub = hub;
    this.#reads = reads;
    this.#gate = new Gate({ context: { hub, bus, reads, limits, log, historyId, now }, log, admit: neverAsked });
    setInterval(() => hub.tick(), PRESENCE_INTERVAL_MS);
    bus.run(hub).catch((error: unknown) => log.error({ err: error }, 'the bus failed'));
  }

  /** An upgrade: granted to whoever has a session. @returns whether it was */
  async admits(wire: Wire, sessionId: string): Promise<boolean> {
    const found = await this.#reads.session(sessionId, Date.now());
    if (!found || wire.isOver) return false;
    wire.accepted();
    this.#gate.open(wire.server.asWebSocket, wire.server.asSocket, {
      account: found.account,
      sessionId,
      address: ADDRESS,
    });
    return true;
  }

  /** A REST call of somebody who is logged in: refused where there is no session. */
  async asks(sessionId: string, command: (account: string) => Command): Promise<Answer<CommandKind> | 'not_logged_in'> {
    const found = await this.#reads.session(sessionId, Date.now());
    return found ? this.does(command(found.account.id)) : 'not_logged_in';
  }

  does(command: Command): Promise<Answer<CommandKind>> {
    return submitWith(this.bus)(command);
  }

  async hasSession(sessionId: string): Promise<boolean> {
    return (await this.#reads.session(sessionId, Date.now())) !== undefined;
  }
}

function neverAsked(): never {
  throw new Error('there is no HTTP here');
}
