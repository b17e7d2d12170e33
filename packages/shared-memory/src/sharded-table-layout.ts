import { defineLayout, int32s, nested, ownLine, repeated, type ViewOf } from './layout.ts';
import { mutexLayout } from './mutex.ts';
import { shapeEntry, type EntryFields, type EntryShape } from './table-entry.ts';

export interface TableOptions<Fields extends EntryFields> {
  readonly shards: number;
  /** How many entries one shard takes before it says 'full'. */
  readonly entriesPerShard: number;
  /** `int32()` and `int32s(n)` fields of an entry. All are zero in a new one. */
  readonly fields: Fields;
}

export interface TableDefinition<Fields extends EntryFields> {
  readonly layout: ReturnType<typeof tableLayout>;
  readonly shape: EntryShape<Fields>;
  readonly entriesPerShard: number;
  /** Slots in each of a shard's two halves: a power of two, at least a third more than entries. */
  readonly slots: number;
}

/** The counters of a shard: written under its mutex; `overflowed` may be read without. */
export const COUNTERS = { activeHalf: 0, live: 1, tombstones: 2, overflowed: 3 } as const;

// A slot: its state, its key, then the fields of the entry.
export const SLOT = { state: 0, keyLow: 1, keyHigh: 2, fields: 3 } as const;

/** Declares a table once, at module level; every thread makes its own `ShardedTable` over the same memory from it. */
export function defineTable<const Fields extends EntryFields>(options: TableOptions<Fields>): TableDefinition<Fields> {
  const { shards, entriesPerShard, fields } = options;
  const shape = shapeEntry(fields);
  const slots = Math.max(16, 2 ** Math.ceil(Math.log2((entriesPerShard * 4) / 3)));
  return { layout: tableLayout(shards, 2 * slots * (SLOT.fields + shape.wordCount)), shape, entriesPerShard, slots };
}

export type TableMemory = ViewOf<ReturnType<typeof tableLayout>>;
export type ShardMemory = ViewOf<ReturnType<typeof shardLayout>>;

function tableLayout(shards: number, slotWords: number) {
  return defineLayout({ shards: repeated(shardLayout(slotWords), shards) });
}

function shardLayout(slotWords: number) {
  return defineLayout({
    mutex: nested(mutexLayout),
    counters: ownLine(int32s(4)),
    slots: ownLine(int32s(slotWords)),
  });
}
