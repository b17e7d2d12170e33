import type { RateName } from './limits.ts';

/** What hub workers that share no memory tell each other of their limits. */
export interface LimitsNews {
  /** Taken from a rate for a key; a negative number was given back. */
  readonly taken: readonly (readonly [rate: RateName, key: string, count: number])[];
  /** Connections opened at an address; a negative number closed. */
  readonly connections: readonly (readonly [address: string, count: number])[];
}

/** All that a new hub worker must know to go on from there. */
export interface LimitsKnowledge {
  /** When each bucket that is not full will be, in milliseconds UTC. */
  readonly fullAt: readonly (readonly [bucket: string, fullAtMs: number])[];
  readonly connections: readonly (readonly [address: string, count: number])[];
}
