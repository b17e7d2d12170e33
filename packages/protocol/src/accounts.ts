import { z } from 'zod';
import { idSchema } from './ids.ts';
import { seqSchema } from './streams.ts';
import { roomViewSchema } from './rooms.ts';

export const accountKindSchema = z.enum(['person', 'guest', 'bot', 'system']);
export const serverRoleSchema = z.enum(['operator', 'moderator', 'member']);
export type AccountKind = z.infer<typeof accountKindSchema>;
export type ServerRole = z.infer<typeof serverRoleSchema>;

/** What an account knows of itself. `login` is the name it logs in with, `name` what others see. */
export const accountViewSchema = z.object({
  id: idSchema,
  kind: accountKindSchema,
  role: serverRoleSchema,
  login: z.string(),
  name: z.string(),
});
export type AccountView = z.infer<typeof accountViewSchema>;

// Events of an account's stream. They reach every client of the account and keep its tabs and devices in step.

/** The account became a member of a room. `room` is the room as it is when this is sent. */
export const enteredSchema = z.object({ t: z.literal('entered'), seq: seqSchema, room: roomViewSchema });
/** The account is no longer a member of a room; nothing more comes from there. */
export const exitedSchema = z.object({ t: z.literal('exited'), seq: seqSchema, room: idSchema });
/** The account has read a room up to its `n`-th message. */
export const readMovedSchema = z.object({ t: z.literal('read'), seq: seqSchema, room: idSchema, n: seqSchema });

/** The account has read the first `n` replies of the group that begins with `message`. */
export const repliesReadSchema = z.object({
  t: z.literal('replies-read'),
  seq: seqSchema,
  room: idSchema,
  message: seqSchema,
  n: seqSchema,
});

export const accountEventSchema = z.discriminatedUnion('t', [
  enteredSchema,
  exitedSchema,
  readMovedSchema,
  repliesReadSchema,
]);
export type AccountEvent = z.infer<typeof accountEventSchema>;

/** The whole state of the account's stream: sent to a client without a usable cursor. */
export const accountSnapshotSchema = z.object({
  t: z.literal('snapshot'),
  seq: seqSchema,
  rooms: z.array(roomViewSchema),
});
export type AccountSnapshot = z.infer<typeof accountSnapshotSchema>;
