import type { ExitListener } from './exit-registry.ts';
import type { Key } from './hash64.ts';
import type { TableDefinition, TableMemory } from './sharded-table-layout.ts';
import type { EntryFields } from './table-entry.ts';
import { TableShard, type LockedShard, type TableThread } from './table-shard.ts';

/**
 * One thread's handle of a hash table in shared memory. A key's low word chooses its shard, its high word the place
 * there.
 *
 *     using shard = table.acquire(key);
 *     shard.findOrCreate(key, (entry) => (entry.workers |= bit));
 *
 * Every way to acquire throws a LockLostError if the shard could not be repaired after a death.
 */
export class ShardedTable<Fields extends EntryFields> implements ExitListener {
  readonly #shards: readonly TableShard<Fields>[];

  constructor(definition: TableDefinition<Fields>, memory: TableMemory, thread: TableThread<Fields>) {
    this.#shards = memory.shards.map((shard) => new TableShard(definition, shard, thread));
  }

  get shardCount(): number {
    return this.#shards.length;
  }

  /** The index of the shard where the key belongs. */
  shardOf(key: Key): number {
    return (key[0] >>> 0) % this.#shards.length;
  }

  /** Locks the key's shard. Blocks the thread: only for threads without clients. */
  acquire(key: Key): LockedShard<Fields> {
    return this.acquireShard(this.shardOf(key));
  }

  /** Locks the key's shard; spins for at most some microseconds, undefined if it stayed busy. Never blocks. */
  tryAcquire(key: Key): LockedShard<Fields> | undefined {
    return this.tryAcquireShard(this.shardOf(key));
  }

  /** Locks the key's shard. For threads that must not block. */
  acquireAsync(key: Key): Promise<LockedShard<Fields>> {
    return this.acquireShardAsync(this.shardOf(key));
  }

  acquireShard(index: number): LockedShard<Fields> {
    const shard = this.#shards[index]!;
    shard.mutex.acquire();
    return shard.locked;
  }

  tryAcquireShard(index: number): LockedShard<Fields> | undefined {
    const shard = this.#shards[index]!;
    return shard.mutex.tryAcquire() && shard.locked;
  }

  async acquireShardAsync(index: number): Promise<LockedShard<Fields>> {
    const shard = this.#shards[index]!;
    await shard.mutex.acquireAsync();
    return shard.locked;
  }

  /** Whether some shard was ever full: a key that is not found may then be one that found no room. Needs no lock. */
  get overflowed(): boolean {
    return this.#shards.some((shard) => shard.overflowed);
  }

  /** The supervisor's part. Wakes every waiter of every shard. */
  threadExited(threadId: number): void {
    for (const shard of this.#shards) shard.mutex.threadExited(threadId);
  }
}
