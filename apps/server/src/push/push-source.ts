import type { RoomPreferences, RoomKind } from '@skein/protocol/rooms';
import type { Notified } from '@skein/protocol/should-notify';

/** A message as it is now, with the row that it is in. */
export interface PushMessage {
  readonly row: number;
  readonly room: string;
  readonly seq: number;
  readonly n: number;
  readonly at: number;
  readonly author: string;
  readonly authorName: string;
  /** Empty where it was deleted, or is nothing but files. */
  readonly body: string;
}

/** Somebody was brought into a room by somebody else, by an event of it. */
export interface Invitation {
  readonly room: string;
  readonly seq: number;
  readonly account: string;
  readonly by: string;
  readonly byName: string;
}

/** An edit told somebody of a message: its `seq` and `n` are the message's, which is in `row`. */
export interface TellingEdit {
  readonly room: string;
  readonly seq: number;
  readonly n: number;
  readonly row: number;
  readonly account: string;
}

/** What told an account of a message that mentions or answers it. */
export interface Told {
  /** It was read before, and is not seen since (SPEC M6). */
  readonly isLate: boolean;
  /** The seq of the edit that told it, or null where the message itself did. */
  readonly edit: number | null;
}

export interface PushRoom {
  readonly id: string;
  readonly name: string;
  readonly kind: RoomKind;
}

/** What has to be read to tell people of messages: bounded index reads, none kept open. */
export interface PushSource extends Disposable {
  readonly historyId: string;
  /** Of the last message stored; 0 where there is none. */
  readonly lastRow: number;
  message(row: number): PushMessage | undefined;
  messageAt(room: string, seq: number): PushMessage | undefined;
  /** In the order in which they were stored. */
  messagesAfter(row: number, limit: number): readonly PushMessage[];
  /** Of the last event of a room that is no message; 0 where there is none. */
  readonly lastEventRow: number;
  /** By events in the rows after one, up to another. */
  invitations(after: number, upTo: number): readonly Invitation[];
  invitationAt(room: string, seq: number): Invitation | undefined;
  /** Of the last edit or deletion; 0 where there is none. */
  readonly lastChangeRow: number;
  /** By changes in the rows after one, up to another. */
  tellingEdits(after: number, upTo: number): readonly TellingEdit[];
  room(id: string): PushRoom | undefined;
  /** Which of these accounts are in a room now. */
  membersAmong(room: string, accounts: readonly string[]): readonly string[];
  /** Undefined where an account was not told that a message mentions or answers it. */
  told(account: string, room: string, seq: number): Told | undefined;
  /** Names of a message's files; none once it was deleted. */
  fileNames(room: string, seq: number): readonly string[];
  nameOf(account: string): string | undefined;
  /** What an account has set for itself, and for a room. */
  account(id: string): Notified | undefined;
  preferences(account: string, room: string): RoomPreferences;
  /** Up to which message an account has read a room. */
  readMark(account: string, room: string): number;
  /** Whether a session is still there, and its account not disabled. */
  isAlive(session: string, now: number): boolean;
}
