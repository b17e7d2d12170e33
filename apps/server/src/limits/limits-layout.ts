import { int32, int32s } from '@skein/shared-memory/layout';
import { defineTable } from '@skein/shared-memory/sharded-table-layout';

/** Hub workers have slots below this; a slot is a column of the connection counts. */
export const MAX_SLOTS = 32;

/**
 * One entry for each rate and key that was used lately. `fullAt` is the time at which the whole burst will be there again
 * ("theoretical arrival time" in GCRA), in ticks since the epoch, wrapping.
 */
export const rateFields = { fullAt: int32() };
/** One entry for each address with connections; each hub worker writes its own column alone. */
export const connectionFields = { counts: int32s(MAX_SLOTS) };

export const rateTable = defineTable({ shards: 64, entriesPerShard: 1_024, fields: rateFields });
export const connectionTable = defineTable({ shards: 16, entriesPerShard: 512, fields: connectionFields });
