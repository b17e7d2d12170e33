import { randomBytes } from 'node:crypto';
import type { ExitListener } from '@skein/shared-memory/exit-registry';
import { hash64, type HashSeed, type Key } from '@skein/shared-memory/hash64';
import { LockLostError } from '@skein/shared-memory/mutex';
import { ShardedTable } from '@skein/shared-memory/sharded-table';
import type { LockedShard } from '@skein/shared-memory/table-shard';
import { ConnectionCounts } from './connection-counts.ts';
import { debtOf, intervalOf, toTicks, waitMs } from './gcra.ts';
import { connectionTable, rateTable, type rateFields } from './limits-layout.ts';
import { RATES, type Limits, type RateName } from './limits.ts';

/** Shared by every thread of one server start. Keys are hashed with a secret seed, so that nobody can aim at a shard. */
export interface LimitsMemory {
  readonly rates: SharedArrayBuffer;
  readonly connections: SharedArrayBuffer;
  readonly seed: HashSeed;
  /** Milliseconds UTC from which ticks are counted. */
  readonly epochMs: number;
}

export function createLimitsMemory(nowMs: number = Date.now()): LimitsMemory {
  const random = randomBytes(8);
  return {
    rates: new SharedArrayBuffer(rateTable.layout.byteLength),
    connections: new SharedArrayBuffer(connectionTable.layout.byteLength),
    seed: [random.readInt32LE(0), random.readInt32LE(4)],
    epochMs: nowMs,
  };
}

export interface LimitsThread {
  /** 1 to 65,535, never used again. */
  readonly threadId: number;
  /** The hub worker's slot: its column of the connection counts. */
  readonly slot: number;
  /** Milliseconds UTC. */
  readonly now: () => number;
}

type Taken = ReturnType<Limits['take']>;
type RateFields = typeof rateFields;
const TAKEN: Taken = { ok: true };
const SWEEP_STEP = toTicks(1_000);

/**
 * One thread's handle of the limits that all workers share. Nothing here waits: where a lock cannot be had after some
 * microseconds, or every entry of a shard is in use, that one request passes uncounted. A limit that failed must not
 * become a door that nobody gets through.
 */
export class SharedLimits implements Limits, ExitListener {
  readonly #rates: ShardedTable<RateFields>;
  readonly #connections: ConnectionCounts;
  readonly #seed: HashSeed;
  readonly #ticks: () => number;
  /** When this thread last looked through each shard, in ticks. */
  readonly #sweptAt: (number | undefined)[] = [];

  constructor({ rates, connections, seed, epochMs }: LimitsMemory, { threadId, slot, now }: LimitsThread) {
    this.#rates = new ShardedTable(rateTable, rateTable.layout.view(rates), {
      threadId,
      // One word, written whole: right as it stands.
      mend: () => 'keep',
    });
    this.#connections = new ConnectionCounts(connections, { threadId, slot, seed });
    this.#seed = seed;
    this.#ticks = () => toTicks(now() - epochMs);
  }

  take(name: RateName, key: string): Taken {
    return this.#judge(name, key, 1);
  }

  peek(name: RateName, key: string): Taken {
    return this.#judge(name, key, 0);
  }

  giveBack(name: RateName, key: string): void {
    const hash = this.#keyOf(name, key);
    using shard = this.#tryAcquire(hash);
    const now = this.#ticks();
    shard?.find(hash, (entry) => {
      const debt = debtOf(entry.fullAt, now, RATES[name]) - intervalOf(RATES[name]);
      entry.fullAt = (now + Math.max(0, debt)) | 0;
    });
  }

  openConnection(address: string): boolean {
    return this.#connections.open(address);
  }

  closeConnection(address: string): void {
    this.#connections.close(address);
  }

  /** Forgets the connections of a worker that is gone. For the supervisor alone. */
  clearSlot(slot: number): Promise<void> {
    return this.#connections.clearSlot(slot);
  }

  /** The supervisor's part, on any thread's exit. */
  threadExited(threadId: number): void {
    this.#rates.threadExited(threadId);
    this.#connections.threadExited(threadId);
  }

  #judge(name: RateName, key: string, count: 0 | 1): Taken {
    const rate = RATES[name];
    const hash = this.#keyOf(name, key);
    using shard = this.#tryAcquire(hash);
    if (!shard) return TAKEN;
    const now = this.#ticks();
    let retryAfterMs = 0;
    const visit = (entry: { fullAt: number }) => {
      const debt = debtOf(entry.fullAt, now, rate);
      retryAfterMs = waitMs(debt, rate);
      if (retryAfterMs === 0 && count > 0) entry.fullAt = (now + debt + intervalOf(rate)) | 0;
    };
    if (count === 0) shard.find(hash, visit);
    else this.#findOrCreate(shard, hash, visit, now);
    return retryAfterMs === 0 ? TAKEN : { ok: false, retryAfterMs };
  }

  /** A full shard first loses the entries that say nothing any more. Looking through it costs, so not every time. */
  #findOrCreate(
    shard: LockedShard<RateFields>,
    hash: Key,
    visit: (entry: { fullAt: number }) => void,
    now: number,
  ): void {
    if (shard.findOrCreate(hash, visit) !== 'full') return;
    const index = this.#rates.shardOf(hash);
    if (Math.abs((now - (this.#sweptAt[index] ?? now - SWEEP_STEP)) | 0) < SWEEP_STEP) return;
    this.#sweptAt[index] = now;
    shard.forEach(({ fullAt }) => (isIdle(fullAt, now) ? 'drop' : 'keep'));
    shard.findOrCreate(hash, visit);
  }

  #tryAcquire(key: Key): LockedShard<RateFields> | undefined {
    try {
      return this.#rates.tryAcquire(key);
    } catch (error) {
      if (error instanceof LockLostError) return undefined;
      throw error;
    }
  }

  #keyOf(name: RateName, key: string): Key {
    return hash64(`${name}\0${key}`, this.#seed);
  }
}

/** No rate takes longer to fill than this. */
const LONGEST_DEBT = Math.max(...Object.values(RATES).map((rate) => rate.burst * intervalOf(rate)));

function isIdle(fullAt: number, now: number): boolean {
  const debt = (fullAt - now) | 0;
  return debt <= 0 || debt > LONGEST_DEBT;
}
