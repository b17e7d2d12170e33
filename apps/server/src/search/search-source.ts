import type { Message } from '@skein/protocol/rooms';

/** A message as the index sees it. `row` is its place in the order in which messages were stored. */
export interface SourceMessage {
  readonly row: number;
  readonly room: string;
  readonly seq: number;
  readonly at: number;
  readonly author: string;
  readonly body: string;
  readonly files: readonly SourceFile[];
  readonly isDeleted: boolean;
}

export interface SourceFile {
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

/** An edit or a deletion; `row` is its place in the order of changes. */
export interface SourceChange {
  readonly row: number;
  readonly room: string;
  readonly message: number;
}

/**
 * What search reads of the main database. Everything is read as it is now; whatever else changes there, messages and changes
 * are only ever added behind the last row, and messages taken away at or below the floor of their room.
 */
export interface SearchSource extends Disposable {
  /** One state of the database for all that `work` reads. */
  inOneRead<T>(work: () => T): T;
  /** Another number as soon as anything was committed. */
  version(): number;
  historyId(): string;

  /** Stored after this one, in their order. */
  messagesAfter(row: number, limit: number): readonly SourceMessage[];
  changesAfter(row: number, limit: number): readonly SourceChange[];
  lastMessageRow(): number;
  lastChangeRow(): number;
  messageIn(row: number): SourceMessage | undefined;
  message(room: string, seq: number): SourceMessage | undefined;
  changeIn(row: number): SourceChange | undefined;
  /** Of the rooms that have one. */
  floors(): ReadonlyMap<string, number>;

  /** Rooms that the account may read now. */
  roomsOf(account: string): ReadonlySet<string>;
  /** Of those, the ones of this name or id. */
  roomsNamed(account: string, name: string): readonly string[];
  /** Accounts of this login name or id. */
  accountsNamed(name: string): readonly string[];
  /** The message as its room's members see it; undefined where it is gone. */
  shown(room: string, seq: number): Message | undefined;
}
