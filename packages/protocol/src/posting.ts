import { z } from 'zod';
import { refusalSchema } from './errors.ts';
import { clientIdSchema, idSchema } from './ids.ts';
import { seqSchema, timeSchema } from './streams.ts';

/** Up: post a message. Sent again under the same id until it is answered. */
export const postSchema = z.object({ t: z.literal('post'), id: clientIdSchema, room: idSchema, body: z.string() });
export type Post = z.infer<typeof postSchema>;

/** Down: the message is on disk, at this place. A repeated post gets the first answer again. */
export const ackSchema = z.object({
  t: z.literal('ack'),
  id: clientIdSchema,
  room: idSchema,
  seq: seqSchema,
  n: seqSchema,
  at: timeSchema,
});
export type Ack = z.infer<typeof ackSchema>;

/** Down: the message was not stored. With `retryAfterMs` it may be sent again then; without, it never will be taken. */
export const refusedSchema = z.object({ t: z.literal('refused'), id: clientIdSchema, error: refusalSchema });
export type Refused = z.infer<typeof refusedSchema>;
