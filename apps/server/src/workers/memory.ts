import { randomBytes } from 'node:crypto';
import { broadcastLogLayout } from '@skein/shared-memory/broadcast-log-layout';
import { doorbellLayout } from '@skein/shared-memory/doorbell';
import type { HashSeed } from '@skein/shared-memory/hash64';
import { defineLayout, int32, ownLine } from '@skein/shared-memory/layout';
import { livenessLayout } from '@skein/shared-memory/liveness';
import { ringLayout } from '@skein/shared-memory/ring-layout';
import { interestTable, type InterestMemory } from '../bus/shared-memory/interest.ts';
import { createLimitsMemory, type LimitsMemory } from '../limits/shared-limits.ts';

/** A quarter of each is the largest record: a command carries at most a frame, an event at most a message. */
export const RING_BYTES = 1024 * 1024;
export const BROADCAST_LOG_BYTES = 16 * 1024 * 1024;
export const EPHEMERAL_LOG_BYTES = 1024 * 1024;

export const ringMemory = ringLayout(RING_BYTES);
export const broadcastLogMemory = broadcastLogLayout(BROADCAST_LOG_BYTES);
export const ephemeralLogMemory = broadcastLogLayout(EPHEMERAL_LOG_BYTES);
/** Written by its hub worker alone, read by the supervisor. */
export const heartbeatLayout = defineLayout({ beats: ownLine(int32()) });
/** Written by the supervisor alone. */
const serverStateLayout = defineLayout({ state: ownLine(int32()) });

const SERVER_STATES = ['starting', 'ok', 'stopping'] as const;
export type ServerState = (typeof SERVER_STATES)[number];

/** The shared memory of one server start, the same for every thread. */
export interface SharedMemory {
  readonly liveness: SharedArrayBuffer;
  readonly interest: InterestMemory;
  readonly broadcastLog: SharedArrayBuffer;
  readonly limits: LimitsMemory;
  /** Wakes the ledger. */
  readonly ledgerDoorbell: SharedArrayBuffer;
  readonly serverState: SharedArrayBuffer;
}

/** One hub worker's own shared memory. `slot` is its bit in interest masks; `threadId` is never used again. */
export interface HubMemory {
  readonly slot: number;
  readonly threadId: number;
  /** From this worker up to the ledger. */
  readonly ring: SharedArrayBuffer;
  /** Wakes this worker. */
  readonly doorbell: SharedArrayBuffer;
  /** What this worker tells the others. */
  readonly ephemeralLog: SharedArrayBuffer;
  /** Counts up as long as the worker's loop turns. */
  readonly heartbeat: SharedArrayBuffer;
}

export function createSharedMemory(): SharedMemory {
  const words = new Int32Array(randomBytes(8).buffer.slice(0, 8));
  const seed: HashSeed = [words[0]!, words[1]!];
  return {
    liveness: shared(livenessLayout),
    interest: { table: shared(interestTable.layout), seed },
    broadcastLog: shared(broadcastLogMemory),
    limits: createLimitsMemory(),
    ledgerDoorbell: shared(doorbellLayout),
    serverState: shared(serverStateLayout),
  };
}

export function createHubMemory({ slot, threadId }: { slot: number; threadId: number }): HubMemory {
  return {
    slot,
    threadId,
    ring: shared(ringMemory),
    doorbell: shared(doorbellLayout),
    ephemeralLog: shared(ephemeralLogMemory),
    heartbeat: shared(heartbeatLayout),
  };
}

/** The same worker with a fresh ring, for a new ledger. */
export function renewRing(hub: HubMemory): HubMemory {
  return { ...hub, ring: shared(ringMemory) };
}

export function serverState({ serverState: memory }: SharedMemory): ServerState {
  return SERVER_STATES[Atomics.load(serverStateLayout.view(memory).state, 0)]!;
}

export function setServerState({ serverState: memory }: SharedMemory, state: ServerState): void {
  Atomics.store(serverStateLayout.view(memory).state, 0, SERVER_STATES.indexOf(state));
}

function shared({ byteLength }: { readonly byteLength: number }): SharedArrayBuffer {
  return new SharedArrayBuffer(byteLength);
}
