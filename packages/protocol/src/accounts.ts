import { z } from 'zod';
import { idSchema } from './ids.ts';
import { LIMITS } from './limits.ts';
import { personSchema, profileSchema } from './people.ts';
import { roomPreferencesSchema, roomViewSchema } from './rooms.ts';
import { seqSchema } from './streams.ts';

export const accountKindSchema = z.enum(['person', 'guest', 'bot', 'system']);
export const serverRoleSchema = z.enum(['operator', 'moderator', 'member']);
export type AccountKind = z.infer<typeof accountKindSchema>;
export type ServerRole = z.infer<typeof serverRoleSchema>;

/** How its list of rooms is ordered: what is unread before the rest, or all by name. */
export const roomOrderSchema = z.enum(['unread', 'name']);
export type RoomOrder = z.infer<typeof roomOrderSchema>;

/** What an account sets for itself. What is left out is not set. All but the profile is told to nobody else. */
export const accountSettingsSchema = profileSchema.extend({
  /** `unread` unless it is set. */
  roomOrder: roomOrderSchema.optional(),
  /** Accounts whose direct messages are refused and whose messages are folded away (B1). */
  blocked: z.array(idSchema).max(LIMITS.blockedPeople).optional(),
});
export type AccountSettings = z.infer<typeof accountSettingsSchema>;

/** What an account knows of itself. `login` is the name it logs in with, `name` what others see. */
export const accountViewSchema = z.object({
  id: idSchema,
  kind: accountKindSchema,
  role: serverRoleSchema,
  login: z.string(),
  name: z.string(),
  ...accountSettingsSchema.shape,
});
export type AccountView = z.infer<typeof accountViewSchema>;

// Events of an account's stream. They reach every client of the account and keep its tabs and devices in step.

/** The account became a member of a room, brought in by `invitedBy` where somebody did that. `room` is the room as it is when this is sent. */
export const enteredSchema = z.object({
  t: z.literal('entered'),
  seq: seqSchema,
  room: roomViewSchema,
  invitedBy: personSchema.optional(),
});
export type Entered = z.infer<typeof enteredSchema>;
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
/**
 * A message mentions the account or answers one of its own, `late` where an edit does that to a message that it has read already; or it
 * was deleted and no longer does, or a late mention was seen (M3).
 */
const mention = { seq: seqSchema, room: idSchema, message: seqSchema, n: seqSchema };
export const mentionedSchema = z.object({ t: z.literal('mentioned'), ...mention, late: z.literal(true).optional() });
export const unmentionedSchema = z.object({ t: z.literal('unmentioned'), ...mention });
/** The account has saved a message for itself, or no longer has. */
export const savedSchema = z.object({ t: z.literal('saved'), ...mention });
export const unsavedSchema = z.object({ t: z.literal('unsaved'), ...mention });

export type Mentioned = z.infer<typeof mentionedSchema | typeof unmentionedSchema>;
/** The account itself has changed: its name, its role, or what it has set. */
export const accountChangedSchema = z.object({ t: z.literal('account'), seq: seqSchema, account: accountViewSchema });
/** The account set something for a room of its own. */
export const preferencesChangedSchema = z.object({
  t: z.literal('preferences'),
  seq: seqSchema,
  room: idSchema,
  preferences: roomPreferencesSchema,
});

export const accountEventSchema = z.discriminatedUnion('t', [
  enteredSchema,
  exitedSchema,
  readMovedSchema,
  repliesReadSchema,
  mentionedSchema,
  unmentionedSchema,
  savedSchema,
  unsavedSchema,
  accountChangedSchema,
  preferencesChangedSchema,
]);
export type AccountEvent = z.infer<typeof accountEventSchema>;

/** The whole state of the account's stream: sent to a client without a usable cursor. */
export const accountSnapshotSchema = z.object({
  t: z.literal('snapshot'),
  seq: seqSchema,
  rooms: z.array(roomViewSchema),
});
export type AccountSnapshot = z.infer<typeof accountSnapshotSchema>;
