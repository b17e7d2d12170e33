import type { MessagePort } from 'node:worker_threads';
import type { Config } from '../config.ts';
import type { Command } from '../ledger/commands.ts';
import type { HubMemory, SharedMemory } from './memory.ts';

// What the supervisor and its threads say to each other with postMessage: the rare and the slow. Messages of people, and
// everything that follows from them, go through shared memory.

export interface HubWorkerData {
  readonly config: Config;
  readonly databaseFile: string;
  readonly tokenSecret: string;
  readonly historyId: string;
  /** The port that was found free; all workers listen on it. */
  readonly port: number;
  readonly memory: SharedMemory;
  readonly own: HubMemory;
  readonly peers: readonly HubMemory[];
  readonly hashPort: MessagePort;
}

export interface LedgerWorkerData {
  readonly databaseFile: string;
  readonly verbose: boolean;
  readonly threadId: number;
  readonly memory: SharedMemory;
  readonly hubs: readonly HubMemory[];
}

export interface BackgroundWorkerData {
  readonly databaseFile: string;
  readonly searchFile: string;
  readonly verbose: boolean;
}

export type ToHub =
  | { readonly t: 'peer-added'; readonly peer: HubMemory }
  | { readonly t: 'peer-gone'; readonly slot: number; readonly threadId: number }
  /** A new ledger has begun; commands that were not answered go up again, through this ring. */
  | { readonly t: 'new-ledger'; readonly ring: SharedArrayBuffer }
  /** A background thread has begun; questions go to it through this port. */
  | { readonly t: 'new-background'; readonly port: MessagePort }
  | { readonly t: 'roster-wanted' }
  | { readonly t: 'list-clients'; readonly request: number }
  | { readonly t: 'end-client'; readonly request: number; readonly client: string }
  /** The supervisor's answers to this worker's own questions. */
  | { readonly t: 'answer'; readonly request: number; readonly answer: unknown }
  | { readonly t: 'stop'; readonly reason: 'stopping' | 'replaced' };

export type FromHub =
  | { readonly t: 'ready' }
  | { readonly t: 'answer'; readonly request: number; readonly answer: unknown }
  /** Of the operator's REST calls: over all workers. */
  | { readonly t: 'ask-clients'; readonly request: number }
  | { readonly t: 'ask-end-client'; readonly request: number; readonly client: string }
  /** This worker has lost track of who is connected elsewhere. */
  | { readonly t: 'want-rosters' };

export type ToLedger =
  | { readonly t: 'hub-added'; readonly hub: HubMemory }
  /** The worker has ended: drain its ring once more and forget it. Answered with `hub-forgotten`. */
  | { readonly t: 'hub-gone'; readonly slot: number; readonly threadId: number }
  /** Commands of the supervisor's own. */
  | { readonly t: 'command'; readonly request: number; readonly command: Command }
  | { readonly t: 'stop' };

export type FromLedger =
  | { readonly t: 'ready' }
  | { readonly t: 'hub-forgotten'; readonly threadId: number }
  | { readonly t: 'answer'; readonly request: number; readonly answer: unknown }
  | { readonly t: 'stopped'; readonly commits: number; readonly commands: number };

/** A hub worker's questions come through the port. */
export type ToBackground = { readonly t: 'hub'; readonly port: MessagePort };

export type FromBackground = { readonly t: 'ready' };
