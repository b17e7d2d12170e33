import type { Generated } from 'kysely';
import type { AccountKind, ServerRole } from '@skein/protocol/accounts';
import type { MentionKind } from '@skein/protocol/rest';
import type { NotificationLevel, RoomKind, RoomRole } from '@skein/protocol/rooms';

/**
 * The tables, the same for every SQL store; `migrations/` makes them. Times are milliseconds UTC, truth is 0 or 1. Keys
 * that are compared or sorted (`login_key`, `name_key`) order by code point.
 */
export interface Database {
  meta: MetaTable;
  accounts: AccountsTable;
  sessions: SessionsTable;
  reset_links: ResetLinksTable;
  rooms: RoomsTable;
  members: MembersTable;
  messages: MessagesTable;
  message_changes: MessageChangesTable;
  room_events: RoomEventsTable;
  account_events: AccountEventsTable;
  reads: ReadsTable;
  files: FilesTable;
  file_usage: FileUsageTable;
  mentions: MentionsTable;
  saved_messages: SavedMessagesTable;
  tag_events: TagEventsTable;
  message_tags: MessageTagsTable;
  reaction_counts: ReactionCountsTable;
  reactions: ReactionsTable;
  replies: RepliesTable;
  reply_groups: ReplyGroupsTable;
  reply_reads: ReplyReadsTable;
  room_preferences: RoomPreferencesTable;
  bans: BansTable;
}

export type MetaKey = 'history_id' | 'registration' | 'registration_code' | 'setup_token';

interface MetaTable {
  key: MetaKey;
  value: string;
}

interface AccountsTable {
  id: string;
  kind: AccountKind;
  role: ServerRole;
  login: string;
  login_key: string;
  skeleton: string;
  name: string;
  /** Of the display name, as `skeleton` is of the login name. */
  name_skeleton: Generated<string>;
  /** JSON of what the account sets for itself. */
  settings: Generated<string>;
  password_hash: string;
  disabled: number;
  created_at: number;
  /** Last seq of the account's stream. */
  seq: number;
}

interface SessionsTable {
  id: string;
  account_id: string;
  created_at: number;
  expires_at: number;
  address: string;
  agent: string;
}

interface ResetLinksTable {
  token_hash: string;
  account_id: string;
  expires_at: number;
}

interface RoomsTable {
  id: string;
  kind: RoomKind;
  lobby: number;
  name: string;
  name_key: string;
  created_at: number;
  /** Last seq, last message's ordinal, time of the last event. */
  seq: number;
  n: number;
  at: number;
  members: number;
  /** Events at or below this seq are gone by retention. */
  floor: number;
  /** What the last `expired` event said. */
  told_floor: Generated<number>;
  told_n: Generated<number>;
  /** Null keeps messages for ever. */
  retention_days: number | null;
  topic: Generated<string>;
  description: Generated<string>;
  archived: Generated<number>;
}

/** Members of rooms other than the Lobby, whose membership is implied. */
interface MembersTable {
  room_id: string;
  account_id: string;
  role: RoomRole;
  /** The account's `login_key`, here too so that a page of members is one index read. */
  name_key: string;
  joined_at: number;
}

/**
 * A message's row is the event of its posting: a room's stream is these rows and those of `message_changes` and `room_events`,
 * merged by seq. Between the room's floor and its seq each seq is in exactly one of these tables.
 */
interface MessagesTable {
  room_id: string;
  seq: number;
  n: number;
  at: number;
  author_id: string;
  client_id: string;
  /** Of the body as it was first sent: what a repeated post is compared with. Empty once it was deleted, as is `body`. */
  body_hash: string;
  body: string;
  from_server: number;
  /** The seq of its last change. */
  change_seq: number | null;
}

export type MessageChangeKind = 'edited' | 'deleted';

/** Edits and deletions of messages: each is an event. */
interface MessageChangesTable {
  room_id: string;
  seq: number;
  kind: MessageChangeKind;
  message_seq: number;
  /** The message's. */
  n: number;
  at: number;
  by_id: string;
  client_id: string;
  /** Of an edit's new body; empty once the message was deleted, as is `earlier_body`. */
  body_hash: string;
  /** The body that an edit replaced. The new one is the message's, or that of the next edit. */
  earlier_body: string;
}

export type TagKind = 'reacted' | 'unreacted' | 'pinned' | 'unpinned';

/** What members put on messages and take away: each is an event. */
interface TagEventsTable {
  room_id: string;
  seq: number;
  kind: TagKind;
  message_seq: number;
  /** The message's. */
  n: number;
  at: number;
  by_id: string;
  client_id: string;
  /** Of a reaction; empty once the message was deleted. */
  emoji: string;
  /** How many reactions with this emoji there were then. */
  count: number;
}

/** Messages on which something was put, until they are deleted. */
interface MessageTagsTable {
  room_id: string;
  message_seq: number;
  /** The last of its tag events. */
  seq: number;
  /** The event that pinned it, where it is pinned. */
  pin_seq: number | null;
}

interface ReactionCountsTable {
  room_id: string;
  message_seq: number;
  emoji: string;
  count: number;
  /** The seq since which there is one at all. */
  since: number;
  /** Ids of whom it names, as JSON. */
  named: string;
}

interface ReactionsTable {
  room_id: string;
  account_id: string;
  message_seq: number;
  emoji: string;
  seq: number;
}

export type RoomEventKind = 'created' | 'joined' | 'left' | 'settings' | 'profile' | 'role' | 'expired';

interface RoomEventsTable {
  room_id: string;
  seq: number;
  kind: RoomEventKind;
  at: number;
  by_id: string;
  /** Who invited or removed `by_id`. */
  actor_id: string | null;
  /** What `by` changed, or the role that `by` was given, as JSON; of `settings` and `role` alone. */
  settings: string | null;
  /** Of `expired` alone. */
  floor: number | null;
  n: number | null;
}

export type AccountEventKind =
  | 'entered'
  | 'exited'
  | 'read'
  | 'replies-read'
  | 'preferences'
  | 'account'
  | 'mentioned'
  | 'mentioned-late'
  | 'unmentioned'
  | 'saved'
  | 'unsaved';

interface AccountEventsTable {
  account_id: string;
  seq: number;
  kind: AccountEventKind;
  room_id: string;
  n: number | null;
  /** The message that it is about, where it is about one; of `entered` the event by which somebody else brought the account in. */
  message_seq: number | null;
}

/**
 * Files from the first word of an upload on. Their bytes are in the data folder, under their ids. One without `type` is not
 * there whole; one without `room_id` is in no message yet. When its message is deleted, a file's row goes.
 */
interface FilesTable {
  id: string;
  owner_id: string;
  name: string;
  /** In bytes: what was said first, then what there is. */
  size: number;
  created_at: number;
  type: string | null;
  width: number | null;
  height: number | null;
  duration_ms: number | null;
  thumbnail: number;
  description: string;
  room_id: string | null;
  message_seq: number | null;
  /** Among the files of its message. */
  position: number | null;
  /** 1 where it is its owner's picture, which is in no message and stays. */
  is_picture: Generated<number>;
}

/** What an account's files take, and under the empty id what all take. */
interface FileUsageTable {
  owner_id: string;
  bytes: number;
}

/** How far an account has read a room; 0 without a row. */
interface ReadsTable {
  account_id: string;
  room_id: string;
  n: number;
}

/** What a message answers: another one, and with it the group that begins with `root_seq`, in which it is the `r`-th reply. */
interface RepliesTable {
  room_id: string;
  seq: number;
  message_seq: number;
  root_seq: number;
  r: number;
}

/** How many replies a group has, and the place of the last. */
interface ReplyGroupsTable {
  room_id: string;
  root_seq: number;
  count: number;
  seq: number;
  at: number;
}

/** Who follows a group, and how many of its replies they have read. */
interface ReplyReadsTable {
  room_id: string;
  root_seq: number;
  account_id: string;
  r: number;
}

/** What an account has set for a room; nothing without a row. */
interface RoomPreferencesTable {
  account_id: string;
  room_id: string;
  level: NotificationLevel | null;
  muted_until: number | null;
  pinned: number;
  unread_from: number | null;
}

/** An account that is kept out of a room, and by whom. */
interface BansTable {
  room_id: string;
  account_id: string;
  /** The account's, for pages by name. */
  name_key: string;
  by_id: string;
  at: number;
}

/** An account that a message mentions or answers, under the seq of the event in its stream. */
interface MentionsTable {
  account_id: string;
  seq: number;
  room_id: string;
  /** The message's. */
  n: number;
  message_seq: number;
  kind: MentionKind;
  /** 1 where an edit mentions the account in what it had read, until it is seen (SPEC M6). */
  late: number | null;
  /** Of the edit that told the account; null where the message itself did. */
  edit_seq: number | null;
}

/** A message that an account keeps for itself, under the seq of the event in its stream. */
interface SavedMessagesTable {
  account_id: string;
  room_id: string;
  message_seq: number;
  seq: number;
}
