import { z } from 'zod';
import { accountViewSchema } from './accounts.ts';
import { errorCodeSchema, refusalSchema } from './errors.ts';
import { idSchema } from './ids.ts';
import { historyIdSchema, seqSchema, timeSchema } from './streams.ts';

/**
 * Up, first and once: who speaks and what it has already. Cursors are the last seq that the client has applied; without
 * `historyId` it has nothing.
 */
export const helloSchema = z.object({
  t: z.literal('hello'),
  v: z.number().int(),
  historyId: historyIdSchema.optional(),
  account: seqSchema.optional(),
  rooms: z.record(idSchema, seqSchema).optional(),
});
export type Hello = z.infer<typeof helloSchema>;

/** Down: the answer to `hello`, before anything else. */
export const welcomeSchema = z.object({
  t: z.literal('welcome'),
  v: z.number().int(),
  historyId: historyIdSchema,
  account: accountViewSchema,
  lobby: idSchema,
  time: timeSchema,
});
export type Welcome = z.infer<typeof welcomeSchema>;

/** Up: the account has read a room up to its `n`-th message. */
export const readUpSchema = z.object({ t: z.literal('read'), room: idSchema, n: seqSchema });

/** Up: the account has read the first `n` replies of the group that begins with `message`. */
export const readRepliesUpSchema = z.object({
  t: z.literal('read-replies'),
  room: idSchema,
  message: seqSchema,
  n: seqSchema,
});

/** Up and down: is anybody there? A page cannot see the WebSocket's own pings. */
export const pingSchema = z.object({ t: z.literal('ping') });
export const pongSchema = z.object({ t: z.literal('pong') });

/** Down: a frame other than `post`, `edit` and `delete` was refused. The connection goes on. */
export const errorSchema = z.object({ t: z.literal('error'), error: refusalSchema });

/** Down, last: why the connection ends and when to come back; without `retryInMs`, do not come back by yourself. */
export const byeSchema = z.object({
  t: z.literal('bye'),
  code: errorCodeSchema,
  retryInMs: z.number().int().nonnegative().optional(),
});
export type Bye = z.infer<typeof byeSchema>;
