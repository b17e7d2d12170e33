import type { MessagePort } from 'node:worker_threads';
import type { ClientView } from '@skein/protocol/rest';
import type { HashQueue } from '../accounts/hash-queue.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { HubMemory, ServerState, SharedMemory } from '../workers/memory.ts';

export interface EdgeHostOptions {
  readonly config: Config;
  readonly log: Log;
  readonly memory: SharedMemory;
  readonly hashQueue: HashQueue;
  readonly databaseFile: string;
  readonly tokenSecret: string;
  readonly historyId: string;
  /** The port that was found free. */
  readonly port: number;
  /** Never gives the same id twice. */
  readonly nextThreadId: () => number;
  /** A way for one worker to ask the background thread; undefined while there is none. */
  readonly connectToBackground: () => MessagePort | undefined;
  /** There is one more on the bus in shared memory. */
  readonly onAdded: (hub: HubMemory) => void;
  /** The thread has exited; it holds nothing any more but its slot, until this resolves. Called at once. */
  readonly onGone: (hub: HubMemory) => Promise<void>;
  /** Clients cannot be served any more: the process must end. */
  readonly onFailed: (why: string) => void;
}

/**
 * Who runs the edge, as the supervisor sees it: threads, processes or this very loop. There is one of these for each mode of
 * --concurrency, and nothing else knows which it is.
 */
export interface EdgeHost {
  /** Resolves once connections are served. */
  start(): Promise<void>;
  /** Clients of every worker that answers. */
  listClients(): Promise<readonly ClientView[]>;
  /** What `/api/ready` says from now on. */
  setState(state: ServerState): void;
  /** Tells every worker of a new ledger, which `start` starts with the rings it is to read from. */
  useNewLedger(start: (hubs: readonly HubMemory[]) => void): void;
  /** Connects every worker to a new background thread. What was asked of the last one is busy. */
  useNewBackground(): void;
  /** Lets every worker answer what it has accepted and send its clients away; ends those that take longer. */
  stop(timeoutMs: number): Promise<void>;
}
