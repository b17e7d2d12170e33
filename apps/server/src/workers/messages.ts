import type { Socket } from 'node:net';
import type { MessagePort } from 'node:worker_threads';
import type { HashAnswer, HashRequest } from '../accounts/hash-port.ts';
import type { AskDown, AskUp } from '../background/ask-port.ts';
import type { Down, Up } from '../bus/ipc/messages.ts';
import type { Config } from '../config.ts';
import type { Command } from '../ledger/commands.ts';
import type { LeavingReason } from './edge.ts';
import type { HubMemory, ServerState, SharedMemory } from './memory.ts';

// What the supervisor and its threads and processes say to each other in messages. Between threads that share memory that is
// the rare and the slow: messages of people, and everything that follows from them, go through shared memory.

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
  readonly filesFolder: string;
  readonly verbose: boolean;
  readonly threadId: number;
  readonly memory: SharedMemory;
  readonly hubs: readonly HubMemory[];
}

export interface BackgroundWorkerData {
  readonly databaseFile: string;
  readonly searchFile: string;
  readonly pushFile: string;
  /** Who runs the server, as push services are told. */
  readonly pushContact: string;
  readonly filesFolder: string;
  readonly verbose: boolean;
  /** Nothing is loaded before. */
  readonly beginAfterMs: number;
}

/** To a hub worker, whatever it runs in. */
export type ToAnyHub =
  | { readonly t: 'list-clients'; readonly request: number }
  | { readonly t: 'end-client'; readonly request: number; readonly client: string }
  /** The supervisor's answers to this worker's own questions. */
  | { readonly t: 'answer'; readonly request: number; readonly answer: unknown }
  | { readonly t: 'stop'; readonly reason: LeavingReason };

export type FromAnyHub =
  | { readonly t: 'answer'; readonly request: number; readonly answer: unknown }
  /** Of the operator's REST calls: over all workers. */
  | { readonly t: 'ask-clients'; readonly request: number }
  | { readonly t: 'ask-end-client'; readonly request: number; readonly client: string };

/** To a thread that shares memory with the ledger and the other hub workers. */
export type ToHub =
  | ToAnyHub
  | { readonly t: 'peer-added'; readonly peer: HubMemory }
  | { readonly t: 'peer-gone'; readonly slot: number; readonly threadId: number }
  /** A new ledger has begun; commands that were not answered go up again, through this ring. */
  | { readonly t: 'new-ledger'; readonly ring: SharedArrayBuffer }
  /** A background thread has begun; questions go to it through this port. */
  | { readonly t: 'new-background'; readonly port: MessagePort }
  | { readonly t: 'roster-wanted' };

export type FromHub =
  | FromAnyHub
  | { readonly t: 'ready' }
  /** This worker has lost track of who is connected elsewhere. */
  | { readonly t: 'want-rosters' };

/** To a thread or a process that shares no memory: all that it hears comes this way, as plain values. */
export type ToRelayedHub =
  | ToAnyHub
  /** The first message. */
  | { readonly t: 'begin'; readonly begin: RelayedHubData }
  | { readonly t: 'bus'; readonly down: Down }
  | { readonly t: 'hash'; readonly answer: HashAnswer }
  | { readonly t: 'new-background' }
  | { readonly t: 'background'; readonly answer: AskDown }
  | { readonly t: 'state'; readonly state: ServerState }
  /** Connections wait for a worker: one on which nothing is asked is to make room for them. */
  | { readonly t: 'make-room' }
  /** A connection to serve, which comes along with this message; the worker ends when it has closed. */
  | { readonly t: 'connection'; readonly socket?: Socket };

export type FromRelayedHub =
  | FromAnyHub
  | { readonly t: 'ready' }
  | { readonly t: 'beat' }
  | { readonly t: 'bus'; readonly up: Up }
  | { readonly t: 'hash'; readonly request: HashRequest }
  | { readonly t: 'background'; readonly question: AskUp };

export interface RelayedHubData {
  readonly config: Config;
  readonly databaseFile: string;
  readonly tokenSecret: string;
  readonly historyId: string;
  readonly worker: number;
  readonly state: ServerState;
  /** The port to listen on with others; undefined where connections are handed over. */
  readonly port: number | undefined;
}

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
