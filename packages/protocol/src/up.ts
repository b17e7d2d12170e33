import { z } from 'zod';
import { helloSchema, pingSchema, readRepliesUpSchema, readUpSchema } from './connection.ts';
import { deleteSchema, editSchema, pinSchema, postSchema, reactSchema, unpinSchema, unreactSchema } from './posting.ts';
import { typingUpSchema, viewSchema, watchSchema } from './presence.ts';

/** Everything a client can send. */
export const upSchema = z.discriminatedUnion('t', [
  helloSchema,
  postSchema,
  editSchema,
  deleteSchema,
  reactSchema,
  unreactSchema,
  pinSchema,
  unpinSchema,
  readUpSchema,
  readRepliesUpSchema,
  viewSchema,
  watchSchema,
  typingUpSchema,
  pingSchema,
]);
export type Up = z.infer<typeof upSchema>;
