import type { ChangedSettings, RoomPreferences, RoomRole } from '@skein/protocol/rooms';
import { LOBBY, SERVER_ACCOUNT } from '../lobby.ts';
import type { AccountRow, FileRow, RoomRow, ServerRow, SessionRow } from '../rows.ts';
import type { AccountEventKind, MessageChangeKind, RoomEventKind, TagKind } from '../schema.ts';
import type { Mention, MessagePlace, SavedMessage } from '../store.ts';
import { Table, type Rows } from './table.ts';

export interface MemberRow {
  readonly room: string;
  readonly account: string;
  readonly role: RoomRole;
}

export interface BanRow {
  readonly room: string;
  readonly account: string;
  readonly by: string;
  readonly at: number;
}

/** An event of a room. A message is kept as it is now, and its changes as events of their own. */
export type EventRow =
  | {
      readonly kind: 'message';
      readonly seq: number;
      readonly at: number;
      readonly n: number;
      readonly by: string;
      readonly id: string;
      readonly body: string;
      /** Ids. */
      readonly files: readonly string[];
      readonly fromServer: boolean;
      /** What it answers, and its place in that group. */
      readonly reply: { readonly message: number; readonly root: number; readonly r: number } | undefined;
      readonly tags: TagsRow | undefined;
      /** Every body it had before, each from its time on. */
      readonly earlier: readonly { readonly at: number; readonly body: string }[];
      readonly edited: { readonly seq: number; readonly at: number } | undefined;
      readonly deleted: { readonly seq: number; readonly at: number; readonly by: string } | undefined;
    }
  | {
      readonly kind: TagKind;
      readonly seq: number;
      readonly at: number;
      readonly n: number;
      readonly by: string;
      readonly id: string;
      readonly message: number;
      /** Of a reaction, and how many there were then. */
      readonly emoji: string;
      readonly count: number;
    }
  | {
      readonly kind: MessageChangeKind;
      readonly seq: number;
      readonly at: number;
      readonly n: number;
      readonly by: string;
      readonly id: string;
      /** The seq of the message that it changes. */
      readonly message: number;
    }
  | {
      readonly kind: Exclude<RoomEventKind, 'settings' | 'role' | 'expired'>;
      readonly seq: number;
      readonly at: number;
      readonly by: string;
      readonly actor: string | undefined;
    }
  | {
      readonly kind: 'role';
      readonly seq: number;
      readonly at: number;
      readonly by: string;
      readonly actor: string | undefined;
      readonly role: RoomRole;
    }
  | {
      readonly kind: 'settings';
      readonly seq: number;
      readonly at: number;
      readonly by: string;
      readonly settings: ChangedSettings;
    }
  | {
      readonly kind: 'expired';
      readonly seq: number;
      readonly at: number;
      readonly by: string;
      readonly floor: number;
      readonly n: number;
    };

/** What is on a message. */
export interface TagsRow {
  /** Of the last event. */
  readonly seq: number;
  /** Of the event that pinned it. */
  readonly pin: number | undefined;
  readonly reactions: readonly {
    readonly emoji: string;
    readonly since: number;
    /** Who has put it there, with the seqs of their events, the first first. */
    readonly who: readonly { readonly id: string; readonly seq: number }[];
    /** Whom it names. */
    readonly named: readonly string[];
  }[];
}

/** A reaction or a pin as it came first under its client id. */
export interface TaggingRow {
  readonly kind: TagKind;
  readonly room: string;
  readonly message: number;
  readonly emoji: string;
  readonly place: MessagePlace;
}

export type MessageRow = Extract<EventRow, { kind: 'message' }>;

/** What came first under a client id: what a repeated one is compared with. */
export interface WrittenRow {
  readonly kind: 'message' | MessageChangeKind;
  readonly room: string;
  /** The message, for a change of one. */
  readonly message: number | undefined;
  /** Not of a deletion. */
  readonly body: string | undefined;
  /** The message that a post answers. */
  readonly reply: number | undefined;
  /** Of a post. */
  readonly files: readonly string[];
  readonly place: MessagePlace;
}

export interface AccountEventRow {
  readonly seq: number;
  readonly kind: AccountEventKind;
  readonly room: string;
  readonly n: number | undefined;
  readonly message: number | undefined;
}

/** The replies that go back to one message. */
export interface ReplyGroupRow {
  /** Their seqs, in order. */
  readonly seqs: readonly number[];
  /** How many of them each account that follows the group has read. */
  readonly reads: ReadonlyMap<string, number>;
}

interface TableRows {
  accounts: AccountRow;
  sessions: SessionRow;
  resetLinks: { readonly tokenHash: string; readonly account: string; readonly expiresAt: number };
  rooms: RoomRow;
  members: MemberRow;
  bans: BanRow;
  events: EventRow;
  /** By author and client id. */
  posts: WrittenRow;
  changes: WrittenRow;
  taggings: TaggingRow;
  accountEvents: AccountEventRow;
  /** By account and the seq of the event in its stream. */
  mentions: Mention;
  savedMessages: SavedMessage;
  /** By room and the seq of the first message. */
  replyGroups: ReplyGroupRow;
  /** How far an account has read a room. */
  marks: number;
  files: FileRow;
  /** What accounts have set for rooms. */
  preferences: RoomPreferences;
  /** By account: the skeleton of its display name. */
  displayNames: { readonly account: string; readonly skeleton: string };
  /** Account ids by login key and by skeleton. */
  names: string;
  /** Room ids by name key. */
  roomNames: string;
  settings: Omit<ServerRow, 'claimed'> & { readonly setupToken: string | undefined };
}

export type Tables = { readonly [Name in keyof TableRows]: Table<TableRows[Name]> };
/** The same rows, as a transaction or as everybody else sees them. */
export type View = { readonly [Name in keyof TableRows]: Rows<TableRows[Name]> };

/** The one row of `settings`. */
export const SETTINGS = 'settings';

/** Ids and keys are joined with a space, which ids do not hold. */
export function keyOf(...parts: readonly (string | number)[]): string {
  return parts.join(' ');
}

/**
 * What a memory store keeps: it outlives the stores that are opened over it, as a file outlives the process, and of a
 * transaction that was not committed there is nothing left.
 */
export class MemoryDisk {
  readonly tables: Tables = {
    accounts: new Table(),
    sessions: new Table(),
    resetLinks: new Table(),
    rooms: new Table(),
    members: new Table(),
    bans: new Table(),
    events: new Table(),
    posts: new Table(),
    changes: new Table(),
    taggings: new Table(),
    accountEvents: new Table(),
    mentions: new Table(),
    savedMessages: new Table(),
    replyGroups: new Table(),
    marks: new Table(),
    files: new Table(),
    preferences: new Table(),
    displayNames: new Table(),
    names: new Table(),
    roomNames: new Table(),
    settings: new Table(),
  };
  readonly committed = this.#view('committed');
  readonly open = this.#view('open');

  constructor({ historyId, now }: { historyId: string; now: number }) {
    this.#found(historyId, now);
    this.commit();
  }

  commit(): void {
    for (const table of Object.values(this.tables)) table.commit();
  }

  /** Undoes what was not committed. */
  forget(): void {
    for (const table of Object.values(this.tables)) table.forget();
  }

  #view(side: 'committed' | 'open'): View {
    const sides = Object.entries(this.tables).map(([name, table]) => [name, table[side]] as const);
    return Object.fromEntries(sides) as unknown as View;
  }

  /** The server's own account, and the Lobby with its `created` event. */
  #found(historyId: string, now: number): void {
    const { settings, accounts, names, rooms, roomNames, events } = this.tables;
    settings.put(SETTINGS, { historyId, registration: 'closed', registrationCode: undefined, setupToken: undefined });
    const { id: server, name, nameKey } = SERVER_ACCOUNT;
    const login = { login: name, loginKey: nameKey, name, passwordHash: '' };
    accounts.put(server, {
      id: server,
      kind: 'system',
      role: 'member',
      ...login,
      disabled: false,
      settings: {},
      createdAt: now,
      seq: 0,
    });
    names.put(keyOf('login', nameKey), server);
    names.put(keyOf('skeleton', nameKey), server);
    const places = { seq: 1, n: 0, at: now, members: 0, floor: 0, told: { floor: 0, n: 0 } };
    rooms.put(LOBBY.id, {
      ...LOBBY,
      kind: 'public',
      lobby: true,
      createdAt: now,
      ...places,
      settings: { retentionDays: null },
    });
    roomNames.put(LOBBY.nameKey, LOBBY.id);
    events.put(keyOf(LOBBY.id, 1), { kind: 'created', seq: 1, at: now, by: server, actor: undefined });
  }
}
