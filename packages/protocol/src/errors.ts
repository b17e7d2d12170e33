import { z } from 'zod';

/**
 * Every code a server can answer with, over REST and over the socket, and what it means. The words people read are the
 * page's own, found by these codes.
 */
export const ERROR_CODES = {
  bad_request: 'The request does not have the shape that SPEC.md gives; `params.reason` says where.',
  unsupported_version: 'The client speaks another protocol version; reload it.',
  not_logged_in: 'There is no session, or it has ended.',
  forbidden: 'The account may not do this.',
  forbidden_origin: 'The request comes from another site.',
  not_found: 'There is no such thing, or the account may not know of it.',
  wrong_credentials: 'The name or the password is wrong.',
  registration_closed: 'Nobody may register.',
  registration_code_wrong: 'Registration needs a code, and this is not it.',
  link_invalid: 'The one-time link was used already, or is too old.',
  name_taken: 'Another account or room has this name, or one that looks the same.',
  name_invalid: 'The name is empty, too long, or mixes scripts or invisible characters; `params.reason` says which.',
  password_too_short: 'The password has fewer than 8 characters.',
  password_too_long: 'The password has more than 1,024 characters.',
  body_empty: 'The message is empty.',
  body_too_long: 'The message is longer than 16 KiB.',
  not_a_member: 'The account is not a member of this room.',
  banned: 'The account is kept out of this room.',
  already_a_member: 'The account is a member of this room already.',
  too_many_rooms:
    'The account, or with `params.whose` `other` one that was to come in, is in as many rooms as one may be.',
  cannot_leave: 'This room cannot be left.',
  room_archived: 'The room is archived: nobody writes in it.',
  last_owner: 'The room would be left without an owner: somebody else has to be one first.',
  blocked: 'Somebody in this direct room has blocked the account.',
  blocking: 'The account has blocked the other one in this direct room.',
  client_id_reused: 'The same client id was sent before with something else.',
  message_deleted: 'The message was deleted.',
  too_many_edits: 'The message was edited as often as one may be.',
  file_unknown: 'One of the files is not there: not uploaded whole, in a message already, or not the account’s own.',
  file_too_large: 'The file is larger than `params.limit` bytes.',
  image_too_large: 'The image has more than `params.limit` pixels.',
  image_unreadable: 'The file is no image of a type that can be shown.',
  uploads_off: 'This server takes no files.',
  files_full: 'The account’s files, or those of everybody, take as much room as they may; `params.whose` says which.',
  too_many_uploads: 'The account has as many uploads in no message as it may.',
  wrong_offset: 'The upload goes on at `params.offset`.',
  too_many_reactions: 'The message has as many reactions as one may have, or as many of the account’s.',
  too_many_saved: 'The account has saved as many messages as one may.',
  too_many_pins: 'As many messages are pinned in the room as may be.',
  too_many_requests: 'Too much at once; `retryAfterMs` says when to try again.',
  too_many_connections: 'Too many connections from this address.',
  busy: 'The server has too much to do just now; `retryAfterMs` says when to try again.',
  storage_failed: 'The server could not store this; nothing was changed.',
  stopping: 'The server is stopping; connect again.',
  replaced: 'This part of the server is being replaced; connect again.',
  session_ended: 'The session has ended; log in again.',
  ended_by_operator: 'An operator ended this connection.',
  too_slow: 'The client did not read what it was sent.',
  idle: 'Nothing was heard from the client.',
  internal: 'The server made a mistake. It is in its log.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export const errorCodeSchema = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]);

/** What a refusal carries, over REST as the body `{ error: … }` and over the socket inside a frame. */
export const refusalSchema = z.object({
  code: errorCodeSchema,
  /** Parameters for the words that the page shows. */
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  retryAfterMs: z.number().int().nonnegative().optional(),
});
export type Refusal = z.infer<typeof refusalSchema>;
