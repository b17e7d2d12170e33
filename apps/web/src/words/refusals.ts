import type { ErrorCode, Refusal } from '@skein/protocol/errors';
import { LIMITS } from '@skein/protocol/limits';
import type { Trouble } from '../models/trouble.ts';
import { formatBytes, formatNumber } from './intl.ts';
import { words } from './words.ts';

type Params = NonNullable<Refusal['params']>;

const NAME_REASONS: Readonly<Record<string, string>> = {
  empty: 'Give a name.',
  too_long: `A name can have up to ${formatNumber(LIMITS.nameLength)} characters.`,
  mixed_scripts: 'A name cannot mix letters of different alphabets: they look alike and could pass for another name.',
  invisible: 'Something in this name cannot be seen. Some emoji hide such a sign, which joins them: take another.',
  spaces: 'A name cannot begin or end with a space, or have two in a row.',
  symbols: 'A name can have letters, digits, spaces and . _ - and needs at least one letter or digit.',
};

/** What each of the server's codes says to a person. */
export const REFUSAL_WORDS: Readonly<Record<ErrorCode, string | ((params: Params) => string)>> = {
  bad_request: 'The server did not understand this. Reloading the page may help.',
  unsupported_version: 'There is a newer Skein. Reload the page to go on.',
  not_logged_in: 'You are not logged in any more.',
  forbidden: 'You may not do this.',
  forbidden_origin: 'The server does not take this from the address you came by.',
  not_found: 'There is no such thing here, or not for you.',
  wrong_credentials:
    'The name or the password is wrong. The name is the one you registered with, whatever others see you as.',
  registration_closed: 'Nobody can register here at the moment.',
  registration_code_wrong: 'This is not the code.',
  link_invalid: 'This link was used already, or is too old. Ask for a new one.',
  name_taken: 'This name is taken, or looks just like one that is.',
  name_invalid: ({ reason }) => NAME_REASONS[String(reason)] ?? 'This name cannot be used. Try another.',
  password_too_short: `A password needs at least ${LIMITS.passwordMinLength} characters.`,
  password_too_long: `A password can have up to ${formatNumber(LIMITS.passwordMaxLength)} characters.`,
  body_empty: 'There is nothing in this message.',
  body_too_long: `This message is too long: ${LIMITS.bodyBytes / 1024} KiB is the most.`,
  not_a_member: 'You are not in this room.',
  banned: 'Whoever looks after this room has closed it to this account.',
  already_a_member: 'They are in this room already.',
  too_many_rooms: ({ whose }) =>
    whose === 'other'
      ? 'Somebody of them is in as many rooms as one may be.'
      : `You are in ${formatNumber(LIMITS.roomsPerAccount)} rooms, which is the most. Leave one first.`,
  cannot_leave: 'Everyone is in this room; it cannot be left.',
  room_archived: 'This room is archived: nobody writes in it any more.',
  last_owner: 'Make somebody else an owner first: a room needs one.',
  blocked: 'They do not take messages from you.',
  blocking: 'You blocked them. Unblock them to write here.',
  client_id_reused: 'This message got mixed up with another. Try it again.',
  message_deleted: 'This message was deleted in the meantime.',
  too_many_edits: `A message can be edited ${LIMITS.editsPerMessage} times, and this one was.`,
  file_unknown: 'One of the files is not there any more. Attach it again.',
  file_too_large: ({ limit }) => `This file is too large: ${formatBytes(Number(limit))} is the most.`,
  image_too_large: ({ limit }) =>
    `This picture is too large: ${formatNumber(Number(limit) / 1_000_000)} million pixels are the most.`,
  image_unreadable: 'This cannot be a picture. JPEG, PNG, WebP, GIF and AVIF files can.',
  uploads_off: 'This server takes no files.',
  files_full: ({ whose }) =>
    whose === 'server'
      ? 'There is no room for more files on the server.'
      : 'Your files take as much room as they may. Delete messages with files that nobody needs.',
  too_many_uploads: 'Too many files wait to be sent. Send some of them first.',
  wrong_offset: 'The upload got out of step. Try it again.',
  too_many_reactions: 'There is no place for another reaction on this message.',
  too_many_saved: 'You have saved as many messages as one may. Remove one first.',
  too_many_pins: `There are ${LIMITS.pinsPerRoom} pinned messages here, which is the most. Unpin one first.`,
  too_many_requests: 'That was too much at once.',
  too_many_connections: 'There are too many connections from where you are.',
  busy: 'The server has a lot to do just now.',
  storage_failed: 'The server could not store this. Nothing was changed.',
  stopping: 'The server is stopping. It should be back soon.',
  replaced: 'A part of the server is being replaced. Try again.',
  session_ended: 'You have been logged out.',
  ended_by_operator: 'An operator has ended your connection.',
  too_slow: 'Your connection was too slow to keep up.',
  idle: 'Nothing was heard from you for a while.',
  internal: 'The server made a mistake. It is not your fault.',
};

/** One or two sentences for what went wrong, and when to try again where that is known. */
export function troubleWords(trouble: Trouble): string {
  if (trouble === 'offline') return 'The server does not answer. Check your connection and try again.';
  const words = REFUSAL_WORDS[trouble.code] ?? REFUSAL_WORDS.internal;
  const text = typeof words === 'string' ? words : words(trouble.params ?? {});
  return trouble.retryAfterMs === undefined ? text : `${text} ${retryWords(trouble.retryAfterMs)}`;
}

/** As above where somebody was looked for by name. */
export function troubleWithPerson(trouble: Trouble): string {
  return trouble !== 'offline' && trouble.code === 'not_found' ? words.nobodyNamed : troubleWords(trouble);
}

function retryWords(retryAfterMs: number): string {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  if (seconds < 90) return `Try again in ${formatNumber(seconds)} s.`;
  return `Try again in ${formatNumber(Math.ceil(seconds / 60))} minutes.`;
}
