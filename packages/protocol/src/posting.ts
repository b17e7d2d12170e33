import { z } from 'zod';
import { refusalSchema } from './errors.ts';
import { clientIdSchema, idSchema } from './ids.ts';
import { LIMITS } from './limits.ts';
import { seqSchema, timeSchema } from './streams.ts';

/** Uploads of the account's own that were finished and are in no message yet. */
export const postedFilesSchema = z.array(idSchema).min(1).max(LIMITS.filesPerMessage);

/** Up: post a message. Sent again under the same id until it is answered. `reply` is the seq of the message that it answers. */
export const postSchema = z.object({
  t: z.literal('post'),
  id: clientIdSchema,
  room: idSchema,
  body: z.string(),
  reply: seqSchema.optional(),
  files: postedFilesSchema.optional(),
});
export type Post = z.infer<typeof postSchema>;

/** Up: change the body of the account's own message, named by its `seq`. The id is the change's own. */
export const editSchema = z.object({
  t: z.literal('edit'),
  id: clientIdSchema,
  room: idSchema,
  message: seqSchema,
  body: z.string(),
});
export type Edit = z.infer<typeof editSchema>;

/** Up: delete a message. The id is the change's own. */
export const deleteSchema = z.object({
  t: z.literal('delete'),
  id: clientIdSchema,
  room: idSchema,
  message: seqSchema,
});
export type Delete = z.infer<typeof deleteSchema>;

/** Up: put an emoji on a message, or take it away. */
const reaction = { id: clientIdSchema, room: idSchema, message: seqSchema, emoji: z.string().max(40) };
export const reactSchema = z.object({ t: z.literal('react'), ...reaction });
export const unreactSchema = z.object({ t: z.literal('unreact'), ...reaction });
/** Up: pin a message in its room, or unpin it. */
const pin = { id: clientIdSchema, room: idSchema, message: seqSchema };
export const pinSchema = z.object({ t: z.literal('pin'), ...pin });
export const unpinSchema = z.object({ t: z.literal('unpin'), ...pin });
export type Tagging = z.infer<typeof reactSchema | typeof unreactSchema | typeof pinSchema | typeof unpinSchema>;

/** What a client writes: sent again until it is answered, in the order written, and done once (P1 to P6). */
export type Written = Post | Edit | Delete | Tagging;

/**
 * Down: it is on disk. `seq` and `at` are the place of the event: of the message, or of the event that changes it or puts something
 * on it; `n` is the message's in each case. What is repeated gets the first answer again.
 */
export const ackSchema = z.object({
  t: z.literal('ack'),
  id: clientIdSchema,
  room: idSchema,
  seq: seqSchema,
  n: seqSchema,
  at: timeSchema,
});
export type Ack = z.infer<typeof ackSchema>;

/** Down: it was not stored. With `retryAfterMs` it may be sent again then; without, it never will be taken. */
export const refusedSchema = z.object({ t: z.literal('refused'), id: clientIdSchema, error: refusalSchema });
export type Refused = z.infer<typeof refusedSchema>;
