import type { ExitListener } from '@skein/shared-memory/exit-registry';
import { hash64, type HashSeed, type Key } from '@skein/shared-memory/hash64';
import { int32 } from '@skein/shared-memory/layout';
import { ShardedTable } from '@skein/shared-memory/sharded-table';
import { defineTable } from '@skein/shared-memory/sharded-table-layout';
import type { LockedShard } from '@skein/shared-memory/table-shard';
import type { StreamKind } from '../../hub/published-event.ts';

/** One bit per hub worker, by its slot: who has somebody in the stream. */
const fields = { workers: int32() };
type Fields = typeof fields;

/** Streams that somebody follows, in shards: at most 131,072 at a time before every worker is told everything. */
export const interestTable = defineTable({ shards: 64, entriesPerShard: 2_048, fields });

const EVERY_WORKER = -1;

export interface InterestMemory {
  readonly table: SharedArrayBuffer;
  readonly seed: HashSeed;
}

/**
 * Which hub workers follow which stream: the room table of the shards. Hub workers write their own bits, the ledger reads
 * them after each commit, the supervisor clears those of a dead worker.
 */
export class Interest implements ExitListener {
  readonly #table: ShardedTable<Fields>;
  readonly #seed: HashSeed;
  /** What this thread wants, so that a removal that had to wait does not undo a later addition. */
  readonly #wanted = new Set<string>();

  constructor({ table, seed }: InterestMemory, threadId: number) {
    this.#seed = seed;
    this.#table = new ShardedTable(interestTable, interestTable.layout.view(table), {
      threadId,
      // One word, written whole: an entry is right as it stands, and one without bits is of no use.
      mend: ({ workers }) => (workers === 0 ? 'drop' : 'keep'),
    });
  }

  async add(kind: StreamKind, id: string, slot: number): Promise<void> {
    const key = this.#key(kind, id);
    this.#wanted.add(`${kind} ${id}`);
    using shard = this.#table.tryAcquire(key) ?? (await this.#table.acquireAsync(key));
    // A full shard has overflowed, and from then on its streams are everybody's: what is found there may not be all.
    shard.findOrCreate(key, (entry) => (entry.workers |= 1 << slot));
  }

  remove(kind: StreamKind, id: string, slot: number): void {
    this.#wanted.delete(`${kind} ${id}`);
    const key = this.#key(kind, id);
    const shard = this.#table.tryAcquire(key);
    if (shard) return this.#removeFrom(shard, kind, id, slot);
    void this.#table.acquireAsync(key).then((acquired) => this.#removeFrom(acquired, kind, id, slot));
  }

  /** The workers that follow a stream, as a mask of slots. Blocks: for the ledger alone. */
  maskOf(kind: StreamKind, id: string): number {
    const key = this.#key(kind, id);
    using shard = this.#table.acquire(key);
    if (shard.overflowed) return EVERY_WORKER;
    let mask = 0;
    shard.find(key, ({ workers }) => (mask = workers));
    return mask;
  }

  /**
   * Forgets what a dead worker followed. Not blocking: the supervisor calls it, and a lock that another dead thread holds comes
   * free only when the supervisor hears of that exit.
   */
  async clearSlot(slot: number): Promise<void> {
    for (let index = 0; index < this.#table.shardCount; index++) {
      using shard = await this.#table.acquireShardAsync(index);
      shard.forEach((entry) => {
        entry.workers &= ~(1 << slot);
        return entry.workers === 0 ? 'drop' : 'keep';
      });
    }
  }

  threadExited(threadId: number): void {
    this.#table.threadExited(threadId);
  }

  #removeFrom(shard: LockedShard<Fields>, kind: StreamKind, id: string, slot: number): void {
    using locked = shard;
    if (this.#wanted.has(`${kind} ${id}`)) return;
    const key = this.#key(kind, id);
    let isLast = false;
    locked.find(key, (entry) => {
      entry.workers &= ~(1 << slot);
      isLast = entry.workers === 0;
    });
    if (isLast) locked.remove(key);
  }

  #key(kind: StreamKind, id: string): Key {
    return hash64(`${kind} ${id}`, this.#seed);
  }
}
