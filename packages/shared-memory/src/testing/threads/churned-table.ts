import { int32, int32s } from '../../layout.ts';
import { defineTable, type TableMemory } from '../../sharded-table-layout.ts';
import { ShardedTable } from '../../sharded-table.ts';

/** In every entry `first` and `second.get(1)` are the same whenever nobody is inside. */
export const churnedTable = defineTable({
  shards: 2,
  entriesPerShard: 48,
  fields: { first: int32(), second: int32s(2) },
});

export function openChurnedTable(memory: TableMemory, threadId: number) {
  return new ShardedTable(churnedTable, memory, {
    threadId,
    mend(entry) {
      entry.second.set(1, entry.first);
      return 'keep';
    },
  });
}
