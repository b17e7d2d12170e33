import type { ExitListener } from '@skein/shared-memory/exit-registry';
import { hash64, type HashSeed, type Key } from '@skein/shared-memory/hash64';
import { LockLostError } from '@skein/shared-memory/mutex';
import { ShardedTable } from '@skein/shared-memory/sharded-table';
import type { EntryWords } from '@skein/shared-memory/table-entry';
import type { LockedShard } from '@skein/shared-memory/table-shard';
import { connectionTable, MAX_SLOTS, type connectionFields } from './limits-layout.ts';
import { CONNECTIONS_PER_ADDRESS } from './limits.ts';

type Fields = typeof connectionFields;

export interface ConnectionCountsOptions {
  readonly threadId: number;
  readonly slot: number;
  readonly seed: HashSeed;
}

/**
 * Connections of each address over all workers. A worker knows its own exactly and writes them into its own column, whole:
 * a write that could not be made is made good by the next one, and the supervisor clears the column of a worker that died.
 */
export class ConnectionCounts implements ExitListener {
  readonly #table: ShardedTable<Fields>;
  readonly #slot: number;
  readonly #seed: HashSeed;
  readonly #own = new Map<string, number>();
  /** Addresses whose counts have to be written, by the shard whose lock was not to be had. */
  readonly #unwritten = new Map<number, Set<string>>();

  constructor(memory: SharedArrayBuffer, { threadId, slot, seed }: ConnectionCountsOptions) {
    if (!Number.isInteger(slot) || slot < 0 || slot >= MAX_SLOTS)
      throw new RangeError(`a slot is below ${MAX_SLOTS}: ${slot}`);
    this.#table = new ShardedTable(connectionTable, connectionTable.layout.view(memory), {
      threadId,
      mend: ({ counts }) => (sumOf(counts) === 0 ? 'drop' : 'keep'),
    });
    this.#slot = slot;
    this.#seed = seed;
  }

  /** False where the address has as many as it may; nothing was counted then. */
  open(address: string): boolean {
    this.#count(address, 1);
    using shard = this.#tryAcquire(this.#keyOf(address));
    if (!shard) {
      this.#writeLater(address);
      return true;
    }
    if (this.#write(shard, address) <= CONNECTIONS_PER_ADDRESS) return true;
    this.#count(address, -1);
    this.#write(shard, address);
    return false;
  }

  close(address: string): void {
    this.#count(address, -1);
    using shard = this.#tryAcquire(this.#keyOf(address));
    if (shard) this.#write(shard, address);
    else this.#writeLater(address);
  }

  async clearSlot(slot: number): Promise<void> {
    for (let index = 0; index < this.#table.shardCount; index++) {
      using shard = await this.#table.acquireShardAsync(index);
      shard.forEach(({ counts }) => {
        counts.set(slot, 0);
        return sumOf(counts) === 0 ? 'drop' : 'keep';
      });
    }
  }

  threadExited(threadId: number): void {
    this.#table.threadExited(threadId);
  }

  #count(address: string, by: 1 | -1): void {
    const count = (this.#own.get(address) ?? 0) + by;
    if (count > 0) this.#own.set(address, count);
    else this.#own.delete(address);
  }

  /** @returns how many the address has over all workers; only our own where the table is full */
  #write(shard: LockedShard<Fields>, address: string): number {
    const key = this.#keyOf(address);
    const own = this.#own.get(address) ?? 0;
    let all = own;
    const visit = ({ counts }: { counts: EntryWords }) => {
      counts.set(this.#slot, own);
      all = sumOf(counts);
    };
    if (own > 0) shard.findOrCreate(key, visit);
    else if (shard.find(key, visit) && all === 0) shard.remove(key);
    return all;
  }

  /** One wait for each shard, however many addresses: every release of a lock wakes all who wait for it. */
  #writeLater(address: string): void {
    const index = this.#table.shardOf(this.#keyOf(address));
    const waiting = this.#unwritten.get(index);
    if (waiting) return void waiting.add(address);
    this.#unwritten.set(index, new Set([address]));
    this.#table.acquireShardAsync(index).then(
      (acquired) => this.#writeWaiting(acquired, index),
      // Lost for good: then nothing is counted there any more.
      () => this.#unwritten.delete(index),
    );
  }

  #writeWaiting(acquired: LockedShard<Fields>, index: number): void {
    using shard = acquired;
    for (const address of this.#unwritten.get(index) ?? []) this.#write(shard, address);
    this.#unwritten.delete(index);
  }

  #tryAcquire(key: Key): LockedShard<Fields> | undefined {
    try {
      return this.#table.tryAcquire(key);
    } catch (error) {
      if (error instanceof LockLostError) return undefined;
      throw error;
    }
  }

  #keyOf(address: string): Key {
    return hash64(address, this.#seed);
  }
}

function sumOf(counts: EntryWords): number {
  let sum = 0;
  for (let slot = 0; slot < counts.length; slot++) sum += counts.get(slot);
  return sum;
}
