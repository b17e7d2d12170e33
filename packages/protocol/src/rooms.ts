import { z } from 'zod';
import { fileViewSchema } from './files.ts';
import { clientIdSchema, idSchema } from './ids.ts';
import { personSchema, profileSchema } from './people.ts';
import { LIMITS } from './limits.ts';
import { seqSchema, timeSchema } from './streams.ts';

export const roomKindSchema = z.enum(['public', 'private', 'direct']);
export const roomRoleSchema = z.enum(['owner', 'moderator', 'member']);
export type RoomKind = z.infer<typeof roomKindSchema>;
export type RoomRole = z.infer<typeof roomRoleSchema>;

/** What is set for a room by who may (G1). What is left out is not set. */
export const roomSettingsSchema = z.object({
  /** What it is about now: one line, beside its name. */
  topic: z.string().optional(),
  /** What it is for, for who looks for a room. */
  description: z.string().optional(),
  /** It can be read and found, and nobody writes in it any more (G3). */
  archived: z.boolean().optional(),
  /** Messages are kept for this many days, then deleted (K1); null keeps them. */
  retentionDays: z.number().int().min(1).max(LIMITS.retentionDays).nullable(),
});
export type RoomSettings = z.infer<typeof roomSettingsSchema>;

/** Only what changes. An empty topic or description takes it away. */
export const changedSettingsSchema = roomSettingsSchema.partial().extend({ name: z.string().optional() });
export type ChangedSettings = z.infer<typeof changedSettingsSchema>;

/** Which messages of a room are notified. */
export const notificationLevelSchema = z.enum(['all', 'mentions', 'none']);
export type NotificationLevel = z.infer<typeof notificationLevelSchema>;

/** What an account sets for a room, for itself alone. What is left out is as always. */
export const roomPreferencesSchema = z.object({
  /** `all` in a direct room and `mentions` in others, unless another is set. */
  level: notificationLevelSchema.optional(),
  /** Nothing is notified until then. */
  mutedUntil: timeSchema.optional(),
  /** Above the others in the list. */
  pinned: z.boolean().optional(),
  /** The `n` from which on the room counts as unread, though `read` has passed it: put back to be read later (S9). */
  unreadFrom: seqSchema.min(1).optional(),
});
export type RoomPreferences = z.infer<typeof roomPreferencesSchema>;

/**
 * A room as one of its members sees it. Unread messages are `n - read`: `n` numbers the room's messages from 1 as
 * `seq` numbers its events, deleted ones included; `read` is how far this account has read.
 */
export const roomViewSchema = z.object({
  id: idSchema,
  kind: roomKindSchema,
  /** In a direct room it is made of the others' names, and each member has another. */
  name: z.string(),
  /** The Lobby: everyone is in it and nobody can leave. */
  lobby: z.boolean(),
  role: roomRoleSchema,
  seq: seqSchema,
  n: seqSchema,
  read: seqSchema,
  /** Events up to here are deleted by retention, as far as its events have told (K2). */
  floor: seqSchema,
  members: z.number().int().nonnegative(),
  /** In a direct room: its other members, by login name. */
  people: z.array(personSchema.extend(profileSchema.shape)).optional(),
  /** What this account has set for it, where it has set something. */
  preferences: roomPreferencesSchema.optional(),
  ...roomSettingsSchema.shape,
  /** The `n` of each message above `read` that mentions the account or answers it, ascending, the newest 100 (M3); none is left out. */
  mentions: z.array(seqSchema).optional(),
  /** The `seq` of each message that an edit made mention the account after it was read, until it is seen; likewise (M6). */
  lateMentions: z.array(seqSchema).optional(),
});
export type RoomView = z.infer<typeof roomViewSchema>;

const place = { room: idSchema, seq: seqSchema, at: timeSchema };
const who = { by: idSchema, name: z.string() };

/**
 * What a reply says of the message that it answers, named by `seq`, as it is when this is sent: the beginning of its body, empty
 * once it was `deleted`, and in `changed` the seq of its last edit or deletion. Replies form one group with the first message
 * that they go back to, `root`; `r` numbers the replies of a group from 1, deleted ones included. Of a message that
 * retention took nothing but the seq is left.
 */
export const quoteSchema = z.object({
  seq: seqSchema,
  n: seqSchema,
  by: z.string(),
  name: z.string(),
  excerpt: z.string(),
  changed: seqSchema.optional(),
  deleted: z.literal(true).optional(),
  root: seqSchema,
  r: seqSchema,
});
export type Quote = z.infer<typeof quoteSchema>;

/**
 * The replies of the group that begins with a message: `count` of them, the last one's place, and in `read` how many of them the
 * account has read, where it follows the group (Q4).
 */
export const repliesSchema = z.object({ count: seqSchema, seq: seqSchema, at: timeSchema, read: seqSchema.optional() });
export type Replies = z.infer<typeof repliesSchema>;

/**
 * How many have put one emoji on a message, and whether the account has. `by` are some of them, at most
 * `LIMITS.reactionNames`; `since` is the seq since which there is one at all, by which reactions are ordered.
 */
export const reactionSchema = z.object({
  emoji: z.string(),
  count: seqSchema,
  since: seqSchema,
  own: z.boolean(),
  by: z.array(personSchema),
});
export type Reaction = z.infer<typeof reactionSchema>;

/** What members have put on a message, as it was up to `seq` (T2). */
export const tagsSchema = z.object({
  seq: seqSchema,
  reactions: z.array(reactionSchema),
  pinned: z.object({ at: timeSchema, ...who }).optional(),
});
export type Tags = z.infer<typeof tagsSchema>;

/**
 * A message. `from: 'server'` marks what the operator broadcasts from the console. One that was changed before it is sent
 * comes as it is by then (E4): `edited` is the place of its last edit, and one that was deleted has no body and no files any more.
 */
export const messageSchema = z.object({
  t: z.literal('message'),
  ...place,
  n: seqSchema,
  ...who,
  from: z.enum(['server']).optional(),
  /** The client id under which its author sent it. */
  id: clientIdSchema,
  body: z.string(),
  files: z.array(fileViewSchema).optional(),
  reply: quoteSchema.optional(),
  /** Whom the body names by `<@ID>`, as they are called now (M2). */
  mentions: z.array(personSchema).optional(),
  /** In answers over REST alone; in its stream a message comes without, and the replies come as messages (Q3). */
  replies: repliesSchema.optional(),
  /** Likewise: in the stream what was put on it comes as events (T2). */
  tags: tagsSchema.optional(),
  /** Likewise: the account has saved it for itself (L1). */
  saved: z.literal(true).optional(),
  edited: z.object({ seq: seqSchema, at: timeSchema }).optional(),
  deleted: z.object({ seq: seqSchema, at: timeSchema, ...who }).optional(),
});
export type Message = z.infer<typeof messageSchema>;

/** Which message an event changes, by its `seq` and its `n`, and the client id of the change. */
const change = { message: seqSchema, n: seqSchema, id: clientIdSchema };

/**
 * The message has another body. Read later, the event has the body that the message has by then, and an empty one where it
 * was deleted since (E4).
 */
export const editedSchema = z.object({
  t: z.literal('edited'),
  ...place,
  ...who,
  ...change,
  body: z.string(),
  mentions: z.array(personSchema).optional(),
});
/** The message is gone: nobody is shown its bodies any more. */
export const deletedSchema = z.object({ t: z.literal('deleted'), ...place, ...who, ...change });
export type Edited = z.infer<typeof editedSchema>;
export type Deleted = z.infer<typeof deletedSchema>;

/**
 * Somebody has put a reaction on a message, or taken it away. `count` is how many have put this emoji on it then. Read later,
 * `emoji` is empty where the message was deleted since (T3).
 */
const reaction = { ...place, ...who, ...change, emoji: z.string(), count: seqSchema };
export const reactedSchema = z.object({ t: z.literal('reacted'), ...reaction });
export const unreactedSchema = z.object({ t: z.literal('unreacted'), ...reaction });
/** A message was pinned in its room, or no longer is. */
export const pinnedSchema = z.object({ t: z.literal('pinned'), ...place, ...who, ...change });
export const unpinnedSchema = z.object({ t: z.literal('unpinned'), ...place, ...who, ...change });
export type TagEvent = z.infer<
  typeof reactedSchema | typeof unreactedSchema | typeof pinnedSchema | typeof unpinnedSchema
>;

/** The room was made; always `seq` 1. */
export const createdSchema = z.object({ t: z.literal('created'), ...place, ...who });
/** The id of whoever did something to `by`, whose name the event has. */
const actor = { actor: idSchema.optional() };
/** `by` became a member, invited by `invitedBy` where somebody did. */
export const joinedSchema = z.object({
  t: z.literal('joined'),
  ...place,
  ...who,
  invitedBy: z.string().optional(),
  ...actor,
});
/** `by` is no longer a member, removed by `removedBy` where somebody did. */
export const leftSchema = z.object({
  t: z.literal('left'),
  ...place,
  ...who,
  removedBy: z.string().optional(),
  ...actor,
});
/** `by` changed what is set for the room; `settings` has what is other than before, and nothing else. */
export const settingsSchema = z.object({
  t: z.literal('settings'),
  ...place,
  ...who,
  settings: changedSettingsSchema,
});

/** `by` has another role in the room, given by `changedBy`. */
export const roleChangedSchema = z.object({
  t: z.literal('role'),
  ...place,
  ...who,
  role: roomRoleSchema,
  changedBy: z.string(),
  ...actor,
});

/**
 * In the Lobby alone, where everybody is: `by` changed their name or their profile. Read later, it has what they are by
 * then.
 */
export const profileChangedSchema = z.object({ t: z.literal('profile'), ...place, ...who, profile: profileSchema });
export type ProfileChanged = z.infer<typeof profileChangedSchema>;
/** The room's retention has deleted every event up to `floor`, and messages up to the `n`-th count as read (K2). */
export const expiredSchema = z.object({ t: z.literal('expired'), ...place, ...who, floor: seqSchema, n: seqSchema });
export type Expired = z.infer<typeof expiredSchema>;

/** Everything that can happen in a room. Every one has a `seq`, and together they have no gaps. */
export const roomEventSchema = z.discriminatedUnion('t', [
  messageSchema,
  editedSchema,
  deletedSchema,
  reactedSchema,
  unreactedSchema,
  pinnedSchema,
  unpinnedSchema,
  createdSchema,
  joinedSchema,
  leftSchema,
  roleChangedSchema,
  profileChangedSchema,
  settingsSchema,
  expiredSchema,
]);
export type RoomEvent = z.infer<typeof roomEventSchema>;

/** The client's cursor in a room was too old or of another history: forget what you have and start from this view. */
export const resetSchema = z.object({ t: z.literal('reset'), room: roomViewSchema });
/** The client is live in a room (or, without `room`, in its account's stream): nothing is missing up to `seq`. */
export const liveSchema = z.object({ t: z.literal('live'), room: idSchema.optional(), seq: seqSchema });
