import type { AccountEvent, AccountSettings, AccountSnapshot, ServerRole } from '@skein/protocol/accounts';
import type {
  Bans,
  Directory,
  History,
  Inbox,
  Members,
  MentionKind,
  People,
  Pins,
  Reactors,
  Registration,
  RepliesPage,
  SavedPage,
  Versions,
} from '@skein/protocol/rest';
import type {
  ChangedSettings,
  Quote,
  RoomEvent,
  RoomKind,
  RoomPreferences,
  RoomRole,
  RoomView,
} from '@skein/protocol/rooms';
import type { AccountRow, FileFacts, FileRow, RoomRow, ServerRow, SessionRow } from './rows.ts';
import type { AccountEventKind } from './schema.ts';

/**
 * Reads for hub workers: bounded index reads of at most `LIMITS.pageRows` rows, each one consistent in itself (one read
 * transaction). Methods are async because another store needs it; SQLite answers at once.
 */
export interface ReadStore extends AsyncDisposable {
  server(): Promise<ServerRow>;
  accountById(id: string): Promise<AccountRow | undefined>;
  accountByLoginKey(loginKey: string): Promise<AccountRow | undefined>;
  /** The session with its account, unless it has ended, has expired at `now`, or its account is disabled. */
  session(id: string, now: number): Promise<{ session: SessionRow; account: AccountRow } | undefined>;
  /** Those of an account that count at `now`, the latest first. */
  sessionsOf(account: string, now: number): Promise<readonly SessionRow[]>;
  /** Whether a password reset link is known and still good at `now`. */
  resetLink(tokenHash: string, now: number): Promise<{ account: string } | undefined>;

  room(id: string): Promise<RoomRow | undefined>;
  /** The room as a member sees it; undefined for everybody else. */
  roomView(room: string, account: string): Promise<RoomView | undefined>;
  roleIn(room: string, account: string): Promise<RoomRole | undefined>;

  /**
   * The events of a room after a cursor, for one member, each as it is now (SPEC E4). Membership is judged in the same read. `seq` is the room's last
   * seq at that moment. With `reset` the cursor is below the floor, ahead of the room, or more than `LIMITS.resumeEvents` behind.
   */
  pageForMember(request: {
    room: string;
    account: string;
    after: number;
    limit: number;
  }): Promise<
    | { kind: 'page'; events: readonly RoomEvent[]; seq: number }
    | { kind: 'reset'; room: RoomView }
    | { kind: 'not-a-member' }
  >;
  /** The events of a room after a cursor, for a hub worker's own cursor: no member, no bound but `limit`; none for one below the floor. */
  pageForWorker(request: {
    room: string;
    after: number;
    limit: number;
  }): Promise<{ events: readonly RoomEvent[]; seq: number; floor: number }>;
  /** Last seq of a room, 0 where there is no such room. */
  roomSeq(room: string): Promise<number>;

  /**
   * As `pageForMember`, for an account's stream; `reset` brings the whole state. An event of a room that the account is no
   * longer in comes as `exited`, whatever it was: there is no view to show, and the stream has no gap.
   */
  accountPage(request: {
    account: string;
    after: number;
    limit: number;
  }): Promise<
    { kind: 'page'; events: readonly AccountEvent[]; seq: number } | { kind: 'reset'; snapshot: AccountSnapshot }
  >;
  accountSnapshot(account: string): Promise<AccountSnapshot>;
  accountSeq(account: string): Promise<number>;

  /**
   * Events of a room from one place, ascending: the newest, those before a seq or after it (exclusive), or around it. Messages come
   * with what has gathered at them (SPEC Q3). Fewer than `limit` also where much hangs on them. undefined for who is not a member.
   */
  history(request: { room: string; account: string; from: HistoryPlace; limit: number }): Promise<History | undefined>;
  /**
   * The replies of the group that a message begins or is in, before the reply `before` (exclusive; the newest without it),
   * ascending. undefined where there is no such message for this account.
   */
  replies(request: {
    room: string;
    account: string;
    message: number;
    before: number | undefined;
    limit: number;
  }): Promise<RepliesPage | undefined>;
  /** What mentions or answers the account, the newest first, before a seq of its stream where given. */
  inbox(request: { account: string; before: number | undefined; limit: number }): Promise<Inbox>;
  /** What an account keeps for itself, the last first, before a seq of its stream where given. */
  saved(request: { account: string; before: number | undefined; limit: number }): Promise<SavedPage>;
  /** Who has put an emoji on a message, the first first, after `after` where given. undefined where there is no such message for this account. */
  reactors(request: {
    room: string;
    account: string;
    message: number;
    emoji: string;
    after: number | undefined;
    limit: number;
  }): Promise<Reactors | undefined>;
  /** What is pinned in a room, the last first. undefined for who is not a member. */
  pins(request: { room: string; account: string }): Promise<Pins | undefined>;
  /** Every body a message had, the first first; none once it was deleted. undefined where there is none for this account. */
  versions(request: { room: string; account: string; message: number }): Promise<Versions | undefined>;
  /** Public rooms by name. `search` is the beginning of a name, folded as `nameKey` is; `after` is an earlier page's `next`. */
  directory(request: { account: string; search: string; after: string | undefined; limit: number }): Promise<Directory>;
  /** Ids of a room's members in the order of ids, after `after` where given; none for the Lobby, which everybody is in. */
  memberIds(request: { room: string; after: string | undefined; limit: number }): Promise<readonly string[]>;
  /** By login name; in the Lobby all people. undefined for who is not a member. */
  members(request: {
    room: string;
    account: string;
    after: string | undefined;
    limit: number;
  }): Promise<Members | undefined>;
  /** Who is kept out of a room, by login name. Whoever asks was judged. */
  bans(request: { room: string; after: string | undefined; limit: number }): Promise<Bans>;
  /** A file, whole or not, as its owner sees it until it is posted, and as members of its message's room see it then; a picture as everybody does. */
  file(request: { id: string; account: string }): Promise<FileRow | undefined>;
  /** Whether there is such a file, whole or not, posted or not. */
  hasFile(id: string): Promise<'uploading' | 'whole' | undefined>;

  /** People by login name. `search` is its beginning, folded as `loginKey` is. */
  people(request: { search: string; limit: number }): Promise<People>;
}

/** Where a page of history is. */
export type HistoryPlace =
  | { readonly kind: 'end' }
  | { readonly kind: 'before' | 'after' | 'around'; readonly seq: number };

/** A message's place, given when it was stored, or that of a change of it; `n` is the message's in either case. */
export interface MessagePlace {
  readonly seq: number;
  readonly n: number;
  readonly at: number;
}

/** What changes of a message are judged by. */
export interface MessageFacts {
  readonly author: string;
  /** How often it was edited. */
  readonly edits: number;
  /** Where it was deleted, if it was. */
  readonly deletion: MessagePlace | undefined;
}

/** An edit or a deletion of the message at `message`. `id` is the change's own, given by its client. */
export type MessageChange = {
  readonly room: string;
  readonly message: number;
  readonly by: string;
  readonly id: string;
} & ({ readonly kind: 'edited'; readonly body: string } | { readonly kind: 'deleted' });

export interface SavedMessage {
  readonly account: string;
  readonly room: string;
  readonly message: number;
  readonly seq: number;
}

export interface Mention {
  readonly account: string;
  readonly seq: number;
  readonly room: string;
  /** The message's. */
  readonly n: number;
  readonly message: number;
  readonly kind: MentionKind;
  /** An edit mentions the account in what it had read (SPEC M6). */
  readonly isLate: boolean;
  /** The seq of the edit that told the account; undefined where the message itself did. */
  readonly edit: number | undefined;
}

/** A reaction to the message at `message`, or a pin, or the end of one. `id` is given by its client. */
export type Tagging = {
  readonly room: string;
  readonly message: number;
  readonly by: string;
  readonly id: string;
} & ({ readonly kind: 'reacted' | 'unreacted'; readonly emoji: string } | { readonly kind: 'pinned' | 'unpinned' });

export interface TagCounts {
  /** Different emoji on the message, and of the account on it. */
  readonly reactions: number;
  readonly own: number;
  /** Whether this emoji is there, and is there of the account. */
  readonly isThere: boolean;
  readonly isOwn: boolean;
  /** Messages pinned in the room, and whether this one is. */
  readonly pins: number;
  readonly isPinned: boolean;
}

export interface ExpiryStep {
  /** The room's floor after it. */
  readonly floor: number;
  /** Whether nothing is left to do in the room for now. */
  readonly isDone: boolean;
  /** The `expired` event. */
  readonly told: { readonly seq: number; readonly at: number; readonly floor: number; readonly n: number } | undefined;
}

/** What one transaction of the ledger may do. Every method takes effect at the commit, and all of them or none. */
export interface Transaction {
  server(): Promise<ServerRow>;
  setRegistration(registration: Registration): Promise<void>;
  /** Keeps the hash of the first run's token; it replaces an earlier one. */
  keepSetupToken(tokenHash: string): Promise<void>;
  /** Whether this is the kept token, still unused. */
  hasSetupToken(tokenHash: string): Promise<boolean>;
  /** True once for the kept token, and never again. */
  useSetupToken(tokenHash: string): Promise<boolean>;

  account(id: string): Promise<AccountRow | undefined>;
  accountByLoginKey(loginKey: string): Promise<AccountRow | undefined>;
  /** `skeleton` is the name's UTS 39 skeleton; 'taken' where the key or the skeleton belongs to another account. */
  createAccount(
    account: Omit<AccountRow, 'seq' | 'disabled' | 'settings'> & { skeleton: string },
  ): Promise<'created' | 'taken'>;
  setPassword(account: string, passwordHash: string): Promise<void>;
  /** 'taken' where the name, or one that looks like it, is another account's, as a login name or as a display name. */
  setDisplayName(account: string, name: { name: string; nameKey: string; skeleton: string }): Promise<'set' | 'taken'>;
  setAccountSettings(account: string, settings: AccountSettings): Promise<void>;
  setServerRole(account: string, role: ServerRole): Promise<void>;
  /** Sessions stay: whoever disables an account ends them too. */
  setDisabled(account: string, disabled: boolean): Promise<void>;

  /** Expired sessions of the same account are forgotten with it. */
  createSession(session: SessionRow): Promise<void>;
  renewSession(id: string, expiresAt: number): Promise<boolean>;
  /** @returns the session's account, or undefined where there is no such session */
  endSession(id: string): Promise<string | undefined>;
  /** @returns the ids of the sessions that were ended */
  endSessionsOf(account: string, but?: string): Promise<readonly string[]>;
  keepResetLink(link: { tokenHash: string; account: string; expiresAt: number }): Promise<void>;
  /** @returns the account once, and never again. The account's other links end with it. */
  useResetLink(tokenHash: string, now: number): Promise<string | undefined>;

  room(id: string): Promise<RoomRow | undefined>;
  roomView(room: string, account: string): Promise<RoomView | undefined>;
  roleIn(room: string, account: string): Promise<RoomRole | undefined>;
  /** The room with this key; a direct room's is made of its members. */
  roomByNameKey(nameKey: string): Promise<RoomRow | undefined>;
  /** 'taken' where a room of that key exists. No event is written. */
  createRoom(room: {
    id: string;
    kind: RoomKind;
    lobby: boolean;
    name: string;
    nameKey: string;
    createdAt: number;
  }): Promise<'created' | 'taken'>;
  /** 'taken' where another room has that key. No event is written. */
  renameRoom(room: string, name: { name: string; nameKey: string }): Promise<'renamed' | 'taken'>;
  /** Of somebody who is a member. Not in the Lobby. */
  setRole(room: string, account: string, role: RoomRole): Promise<void>;
  ownerCountOf(room: string): Promise<number>;
  /** In place of what the account had set for the room. */
  setPreferences(account: string, room: string, preferences: RoomPreferences): Promise<void>;
  /** The account's read mark is the room's last message: what was said before is not unread. Not for the Lobby. */
  addMember(member: { room: string; account: string; role: RoomRole; at: number }): Promise<void>;
  /** Late mentions of the account in the room count as seen. Nothing happens where there is no such member. */
  removeMember(room: string, account: string): Promise<void>;
  /** Keeps an account out of a room; nothing changes where it is already. */
  addBan(ban: { room: string; account: string; by: string; at: number }): Promise<void>;
  removeBan(room: string, account: string): Promise<void>;
  isBanned(room: string, account: string): Promise<boolean>;
  /** How many rooms besides the Lobby the account is in, and how many of these are direct rooms that others opened. */
  roomCountsOf(account: string): Promise<{ readonly all: number; readonly openedByOthers: number }>;

  /**
   * Stores a message at the room's next place. `now` is raised to the room's last time where it is below. The author's read
   * mark moves to it. A deleted message has nothing left to be compared with: whatever comes under its id is 'repeated'.
   */
  appendMessage(message: {
    room: string;
    author: string;
    id: string;
    body: string;
    /** The seq of the message that it answers, for what it is compared by: `appendReply` must follow. */
    reply?: number | undefined;
    /** Ids of files of the author's that are whole and in no message. */
    files: readonly string[];
    fromServer: boolean;
    now: number;
  }): Promise<{ kind: 'stored'; place: MessagePlace } | { kind: 'repeated'; place: MessagePlace } | { kind: 'reused' }>;
  /** What a reply says of the message that it answers; undefined where there is none. `root` is that of its group. */
  quotable(room: string, seq: number): Promise<Omit<Quote, 'r'> | undefined>;
  /**
   * Puts the message at `place`, just stored, into the group of the one that it answers. Its author follows the group from now on
   * and has read it so far, and the group's first author follows it too.
   * @returns its ordinal in the group
   */
  appendReply(reply: {
    room: string;
    author: string;
    place: MessagePlace;
    message: number;
    root: number;
  }): Promise<number>;
  /** Moves the mark of who follows a group forward; false where it was there already, beyond the last reply, or not followed. */
  moveRepliesRead(account: string, room: string, root: number, r: number): Promise<boolean>;
  /** What was stored under a post's id already: the same, or something else. */
  earlierPost(post: {
    room: string;
    author: string;
    id: string;
    body: string;
    reply?: number | undefined;
    files: readonly string[];
  }): Promise<{ kind: 'none' } | { kind: 'repeated'; place: MessagePlace } | { kind: 'reused' }>;
  message(room: string, seq: number): Promise<MessageFacts | undefined>;
  /** What was stored under a change's id already: the same, or something else. Bodies of a deleted message are all the same. */
  earlierChange(
    change: MessageChange,
  ): Promise<{ kind: 'none' } | { kind: 'repeated'; place: MessagePlace } | { kind: 'reused' }>;
  /**
   * Gives a change of a message its place; the message is there and not deleted, and the id is new. An edit keeps the body it
   * replaces among the message's versions; a deletion blanks every body it had, and what they were compared by.
   */
  appendChange(change: MessageChange & { readonly now: number }): Promise<MessagePlace>;
  /** What was stored under a tagging's id already: the same, or something else. Reactions to a deleted message are all the same. */
  earlierTagging(
    tagging: Tagging,
  ): Promise<{ kind: 'none' } | { kind: 'repeated'; place: MessagePlace } | { kind: 'reused' }>;
  /** How much is on a message, and pinned in its room, already. */
  tagCounts(tagging: Tagging): Promise<TagCounts>;
  /** Puts a reaction or a pin on a message that is there and not deleted, or takes it away; the id is new. */
  appendTagging(tagging: Tagging & { readonly now: number }): Promise<{ place: MessagePlace; count: number }>;
  /** Ids of a room's members, of the Lobby's too, at most `limit`. */
  membersOf(room: string, limit: number): Promise<readonly string[]>;
  /** Keeps that a message mentions an account or answers it. `seq` is that of the event in the account's stream. */
  addMention(mention: Mention): Promise<void>;
  /** Whom a message was told to mention or answer. */
  mentionedIn(room: string, message: number): Promise<readonly string[]>;
  /** A late mention was seen. @returns the message's `n`; undefined where there is no such mention, or it was seen already */
  seeMention(account: string, room: string, message: number): Promise<number | undefined>;
  /** Forgets whom a message mentions. @returns their ids */
  removeMentions(room: string, message: number): Promise<readonly string[]>;
  /** Whether an account keeps a message for itself, and how many it keeps. */
  savedFacts(account: string, room: string, message: number): Promise<{ isSaved: boolean; count: number }>;
  /** `seq` is that of the event in the account's stream. */
  saveMessage(saved: SavedMessage): Promise<void>;
  unsaveMessage(account: string, room: string, message: number): Promise<void>;
  /** @returns who has saved it */
  saversOf(room: string, message: number): Promise<readonly string[]>;
  /** Gives an event that is neither a message nor a change of one its place. */
  appendRoomEvent(event: {
    room: string;
    kind: 'created' | 'joined' | 'left' | 'profile' | 'role';
    /** Of `role` alone. */
    role?: RoomRole;
    by: string;
    /** Id of who invited or removed `by`, or gave them the role; read back in `actor`, and as their display name in `invitedBy` or `removedBy`. */
    actor: string | undefined;
    now: number;
  }): Promise<{ seq: number; at: number }>;
  /** Changes what is set for a room, which is an event of it. */
  changeSettings(change: {
    room: string;
    by: string;
    settings: ChangedSettings;
    now: number;
  }): Promise<{ seq: number; at: number }>;
  /** Ids of rooms that do not keep everything, in the order of ids. */
  roomsWithRetention(request: { after: string; limit: number }): Promise<readonly string[]>;
  /**
   * Deletes a bounded number of a room's first events from before a time, and all that hangs on them: bodies, versions, what
   * repeated posts and changes are compared with. Begins only where one is from before `due`, unless an earlier step is to be
   * finished. Once everything from before is gone, what is gone is told by an event, if messages are among it. Whom they mentioned
   * is known as long: it goes with the telling, and, where it is much, in the steps behind it.
   */
  expire(request: { room: string; before: number; due: number; now: number }): Promise<ExpiryStep>;
  /** Gives back at most this many free pages to the file system; as many as `keep` stay. @returns how many are left above those */
  giveBackSpace(request: { pages: number; keep: number }): Promise<number>;
  /** @returns its seq in the account's stream. Only the newest `LIMITS.resumeEvents` events of an account are kept. */
  appendAccountEvent(event: {
    account: string;
    kind: AccountEventKind;
    /** Empty where the event is of no room. */
    room: string;
    n?: number;
    /** Of `entered`, the seq of the event by which somebody else brought the account in. */
    message?: number;
  }): Promise<number>;
  /** Moves a read mark forward; false where it was there or further already, beyond the room's last message, or not a member's. */
  moveRead(account: string, room: string, n: number): Promise<boolean>;

  /** An upload begins: the room for `size` bytes is the account's from now on. */
  createFile(file: Pick<FileRow, 'id' | 'owner' | 'name' | 'size' | 'createdAt'>): Promise<void>;
  file(id: string): Promise<FileRow | undefined>;
  /** All of an upload is there. */
  finishFile(id: string, facts: FileFacts): Promise<void>;
  describeFile(id: string, description: string): Promise<void>;
  /** A file that is in no message becomes its owner's picture, and stays until it is removed. */
  makePicture(id: string): Promise<void>;
  /** Bytes of an account's files, or of everybody's. */
  fileBytes(owner?: string): Promise<number>;
  /** How many of an account's files are in no message; here and below without pictures. */
  openFileCount(owner: string): Promise<number>;
  /** Forgets a file that is in no message. */
  removeFile(id: string): Promise<void>;
  /** Forgets the files of a message, or of those up to another. @returns their ids: their bytes may go once this is committed */
  removeFilesOf(room: string, message: number, upTo?: number): Promise<readonly string[]>;
  /** Files in no message that were begun before a time, or are not whole and were begun before another; those of more bytes longer before. */
  openFilesBefore(
    time: number,
    options: { unfinished: number; msPerByte: number; limit: number },
  ): Promise<readonly string[]>;
}

/** The ledger's side: the only writer. */
export interface LedgerStore extends AsyncDisposable {
  /**
   * Runs `work` in one transaction and resolves after the commit is on disk. Throws what `work` or the disk throws, with
   * nothing changed. One at a time. What fails for the disk's sake (full, broken, held by somebody else) is a
   * `StorageError`, and the transaction ends even if `work` goes on.
   */
  transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
}

/** The store could not read or write; what was asked for did not happen, and may be asked for again. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}
