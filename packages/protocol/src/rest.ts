import { z } from 'zod';
import { accountKindSchema, accountViewSchema, roomOrderSchema, serverRoleSchema } from './accounts.ts';
import { clientIdSchema, idSchema } from './ids.ts';
import { LIMITS } from './limits.ts';
import { personSchema, profileSchema, quietHoursSchema, statusSchema } from './people.ts';
import { postedFilesSchema } from './posting.ts';
import { seqSchema, timeSchema } from './streams.ts';
import {
  changedSettingsSchema,
  messageSchema,
  roomEventSchema,
  roomPreferencesSchema,
  roomRoleSchema,
  roomSettingsSchema,
  roomViewSchema,
} from './rooms.ts';

// Bodies of requests and answers under /api. A refusal is `{ error: Refusal }` with a fitting status.

export const registrationPolicySchema = z.enum(['open', 'code', 'closed']);
export type RegistrationPolicy = z.infer<typeof registrationPolicySchema>;

/** GET /api/server, for everybody. `unclaimed`: nobody is operator yet. */
export const serverViewSchema = z.object({
  version: z.string(),
  protocol: z.number().int(),
  registration: registrationPolicySchema,
  unclaimed: z.boolean(),
});
export type ServerView = z.infer<typeof serverViewSchema>;

/** POST /api/accounts: register. `code` where registration asks for one; `setup` is the token of the first run's link. */
export const registerSchema = z.object({
  name: z.string(),
  password: z.string(),
  code: z.string().max(200).optional(),
  setup: z
    .object({
      token: z.string().max(200),
      registration: registrationPolicySchema,
      code: z.string().min(1).max(200).optional(),
    })
    .optional(),
});
export type Register = z.infer<typeof registerSchema>;

/** POST /api/session: log in. */
export const logInSchema = z.object({ name: z.string(), password: z.string() });
export type LogIn = z.infer<typeof logInSchema>;

/** Answer of POST /api/accounts (201), POST /api/session (200) and GET /api/session (200, renews the cookie; 204 without a session). */
export const sessionViewSchema = z.object({ account: accountViewSchema, expiresAt: timeSchema });
export type SessionView = z.infer<typeof sessionViewSchema>;

/** PATCH /api/account → 200: changes the account's own; null takes away what was set, and what is not named stays. */
export const changeAccountSchema = z.strictObject({
  name: z.string().optional(),
  status: statusSchema.nullable().optional(),
  timeZone: z.string().max(64).nullable().optional(),
  quietUntil: timeSchema.nullable().optional(),
  quietHours: quietHoursSchema.nullable().optional(),
  roomOrder: roomOrderSchema.nullable().optional(),
});
export type ChangeAccount = z.infer<typeof changeAccountSchema>;
/**
 * Answer of PATCH /api/account, and of PUT and DELETE /api/account/picture, which set the picture to the image in the body and
 * take it away.
 */
export const accountAnswerSchema = z.object({ account: accountViewSchema });
// PUT and DELETE /api/account/blocked/:account block somebody and take that back. 204.

/** GET /api/accounts/:account: what everybody may know of somebody. */
export const personAnswerSchema = z.object({
  person: personSchema.extend({
    ...profileSchema.shape,
    login: z.string(),
    kind: accountKindSchema,
    role: serverRoleSchema,
  }),
});
export type PersonView = z.infer<typeof personAnswerSchema>['person'];

/**
 * GET /api/sessions: where the account is logged in, the latest first. DELETE /api/sessions/:id ends one, DELETE /api/sessions
 * all but the asking one. 204. The ids are good for nothing else.
 */
export const sessionsSchema = z.object({
  sessions: z.array(
    z.object({ id: z.string(), since: timeSchema, address: z.string(), agent: z.string(), current: z.boolean() }),
  ),
});
export type Sessions = z.infer<typeof sessionsSchema>;

/** POST /api/password-reset: set a new password with an operator's link. 204. */
export const resetPasswordSchema = z.object({ token: z.string().max(200), password: z.string() });
/** PUT /api/account/password. 204. */
export const changePasswordSchema = z.object({ current: z.string(), password: z.string() });
/** POST /api/operator/accounts/:name/reset-link → 201 */
export const resetLinkSchema = z.object({ url: z.string(), expiresAt: timeSchema });
/** GET and PUT /api/operator/registration. `code` is there (and asked for) with the policy `code`. */
export const registrationSchema = z.object({
  policy: registrationPolicySchema,
  code: z.string().min(1).max(200).optional(),
});
export type Registration = z.infer<typeof registrationSchema>;

/** GET /api/rooms?search=&after=: public rooms by name, those archived last, 50 to a page. */
export const directorySchema = z.object({
  rooms: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      members: z.number().int(),
      joined: z.boolean(),
      lobby: z.boolean(),
      ...roomSettingsSchema.pick({ topic: true, description: true, archived: true }).shape,
    }),
  ),
  /** Give this as `after` for the next page. */
  next: z.string().optional(),
});
export type Directory = z.infer<typeof directorySchema>;

/** POST /api/rooms → 201 RoomView. */
export const createRoomSchema = z.object({ name: z.string(), kind: z.enum(['public', 'private']) });
export type CreateRoom = z.infer<typeof createRoomSchema>;
/**
 * POST /api/direct: the direct room of the caller and these accounts, by id. 201 RoomView where it was made, 200 where there is one
 * of the same people already.
 */
export const openDirectSchema = z.object({ people: z.array(idSchema).min(1).max(LIMITS.directPeople) });
/** PATCH /api/rooms/:room: change settings; what is not named stays. 200 RoomView. */
export const changeRoomSchema = changedSettingsSchema.strict();
/** Answer of POST /api/rooms (201), POST /api/rooms/:room/join (200), GET and PATCH /api/rooms/:room (200). */
export const roomAnswerSchema = z.object({ room: roomViewSchema });
/** POST /api/rooms/:room/members: invite an account by its login name. 204. DELETE …/members/:account removes one. 204. POST /api/rooms/:room/leave. 204. */
export const inviteSchema = z.object({ name: z.string() });

/** PUT /api/rooms/:room/preferences: what the caller sets for itself, in place of what it had set. 204. */
export const setPreferencesSchema = roomPreferencesSchema.strict();

/** PATCH /api/rooms/:room/members/:account: gives a member another role. 204. */
export const setRoleSchema = z.object({ role: roomRoleSchema });

/** GET /api/rooms/:room/members?after= */
export const membersSchema = z.object({
  members: z.array(personSchema.extend({ ...profileSchema.shape, role: roomRoleSchema })),
  next: z.string().optional(),
});
export type Members = z.infer<typeof membersSchema>;

/**
 * GET /api/rooms/:room/bans?after=: who is kept out of a room, by whom and since when. PUT and DELETE …/bans/:account keeps an account
 * out, and lets it in again. 204.
 */
export const bansSchema = z.object({
  bans: z.array(personSchema.extend({ by: z.string(), at: timeSchema })),
  next: z.string().optional(),
});
export type Bans = z.infer<typeof bansSchema>;

/**
 * GET /api/rooms/:room/events?limit=N: history, ascending by seq, the newest. With `before=SEQ` what comes before it, with
 * `after=SEQ` what comes after, with `around=SEQ` the event with as many before it as after. `more` says whether older
 * ones exist, `newer` whether newer ones do.
 */
export const historySchema = z.object({
  events: z.array(roomEventSchema),
  more: z.boolean(),
  newer: z.boolean().optional(),
});
export type History = z.infer<typeof historySchema>;

/** POST /api/rooms/:room/messages → 201 (200 for a repeated one). */
export const postMessageSchema = z.object({
  id: clientIdSchema,
  body: z.string(),
  reply: seqSchema.optional(),
  files: postedFilesSchema.optional(),
});
export const postedSchema = z.object({ seq: seqSchema, n: seqSchema, at: timeSchema });
/** PUT /api/rooms/:room/messages/:seq, to edit. It and DELETE of the same path answer 200 with the place of the event. */
export const editMessageSchema = z.object({ id: clientIdSchema, body: z.string() });
/** GET /api/rooms/:room/messages/:seq/versions: every body a message had, the first first; none once it was deleted. */
export const versionsSchema = z.object({ versions: z.array(z.object({ at: timeSchema, body: z.string() })) });
export type Versions = z.infer<typeof versionsSchema>;

/**
 * GET /api/rooms/:room/messages/:seq/replies?before=R&limit=N: the replies of the group that begins with the message (or that
 * it is one of), ascending by `reply.r`, the newest without `before`. `message` is the first one with its count of replies, null where
 * retention took it; `more` says whether earlier replies exist.
 */
export const repliesPageSchema = z.object({
  message: messageSchema.nullable(),
  replies: z.array(messageSchema),
  more: z.boolean(),
});
export type RepliesPage = z.infer<typeof repliesPageSchema>;
/** PUT /api/rooms/:room/messages/:seq/replies/read: the first `n` replies are read. 204. */
export const readRepliesSchema = z.object({ n: seqSchema });

/**
 * PUT and DELETE /api/rooms/:room/messages/:seq/reactions/:emoji answer 200 with the place of the event. GET of the same path: who has put
 * it there, the first first; `next` is the next page's `after`.
 */
export const reactorsSchema = z.object({ people: z.array(personSchema), next: seqSchema.optional() });
export type Reactors = z.infer<typeof reactorsSchema>;
/** GET /api/rooms/:room/pins: what is pinned, the last first. PUT and DELETE /api/rooms/:room/pins/:seq answer 200 with the event's place. */
export const pinsSchema = z.object({ messages: z.array(messageSchema) });
export type Pins = z.infer<typeof pinsSchema>;

/**
 * GET /api/inbox?before=SEQ&limit=N: messages that mention the account or answer it, the newest first. `seq` is that of the event in the
 * account's stream; give the last one as `before` for the next page, which there is where `more` is true. PUT /api/inbox/:room/:seq: the
 * late mention by the message at `seq` was seen (M6). 204.
 */
export const mentionKindSchema = z.enum(['mention', 'reply', 'room', 'here']);
export type MentionKind = z.infer<typeof mentionKindSchema>;
export const inboxSchema = z.object({
  items: z.array(z.object({ seq: seqSchema, kind: mentionKindSchema, isRead: z.boolean(), message: messageSchema })),
  more: z.boolean(),
  before: seqSchema.optional(),
});
export type Inbox = z.infer<typeof inboxSchema>;

/**
 * PUT and DELETE /api/saved/:room/:seq: the account keeps a message for itself, or no longer does. 204. GET /api/saved?before=SEQ&limit=N:
 * what it keeps, the last first, in pages as those of the inbox.
 */
export const savedPageSchema = z.object({
  items: z.array(z.object({ seq: seqSchema, message: messageSchema })),
  more: z.boolean(),
  before: seqSchema.optional(),
});
export type SavedPage = z.infer<typeof savedPageSchema>;

/** GET /api/accounts?search=: people whose name begins with `search`, for inviting; at most 20. */
export const peopleSchema = z.object({
  people: z.array(personSchema.extend({ login: z.string(), ...profileSchema.shape })),
});
export type People = z.infer<typeof peopleSchema>;

/** One live client, for the operator: GET /api/operator/clients. DELETE /api/operator/clients/:id ends one: 204. */
export const clientViewSchema = z.object({
  id: idSchema,
  account: idSchema,
  name: z.string(),
  address: z.string(),
  worker: z.number().int(),
  rooms: z.number().int(),
  since: timeSchema,
  messagesIn: z.number().int(),
  messagesOut: z.number().int(),
  bytesBuffered: z.number().int(),
});
export type ClientView = z.infer<typeof clientViewSchema>;
export const clientListSchema = z.object({ count: z.number().int(), clients: z.array(clientViewSchema) });

/** GET /api/health: 200 while the process answers; GET /api/ready: 200 once a message can be stored, 503 before and while stopping. */
export const healthSchema = z.object({ status: z.enum(['ok', 'starting', 'stopping']) });
