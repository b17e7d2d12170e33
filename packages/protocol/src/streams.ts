import { z } from 'zod';

/** A place in a stream. `seq` counts from 1 without gaps; 0 is before the first event. */
export const seqSchema = z.number().int().nonnegative();

/** Says which history a cursor belongs to. Restoring a backup makes a new one, and old cursors no longer count. */
export const historyIdSchema = z.string().regex(/^[0-9A-Za-z_-]{1,40}$/);

/** Milliseconds since 1970 UTC by the server's clock; never decreasing within a room. */
export const timeSchema = z.number().int().nonnegative();
