import type { AccountKind, AccountSettings, ServerRole } from '@skein/protocol/accounts';
import type { RegistrationPolicy } from '@skein/protocol/rest';
import type { RoomKind, RoomSettings } from '@skein/protocol/rooms';

// What the store keeps, as the rest of the server sees it. Times are milliseconds UTC.

export interface AccountRow {
  readonly id: string;
  readonly kind: AccountKind;
  readonly role: ServerRole;
  /** As written by its owner. `loginKey` is what makes it unique. */
  readonly login: string;
  /** NFKC and case-folded; one account per key. */
  readonly loginKey: string;
  /** What others see. */
  readonly name: string;
  /** The whole argon2 string with its parameters; empty for accounts that never log in. */
  readonly passwordHash: string;
  readonly disabled: boolean;
  readonly createdAt: number;
  /** Last seq of the account's stream. */
  readonly seq: number;
  readonly settings: AccountSettings;
}

export interface SessionRow {
  readonly id: string;
  readonly account: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly address: string;
  readonly agent: string;
}

export interface RoomRow {
  readonly id: string;
  readonly kind: RoomKind;
  readonly lobby: boolean;
  /** Empty for a direct room: each of its members sees another. */
  readonly name: string;
  /** Of its name, folded; one room per key. */
  readonly nameKey: string;
  readonly createdAt: number;
  /** Last seq, last message's ordinal, time of the last event. */
  readonly seq: number;
  readonly n: number;
  readonly at: number;
  /** Members; for the Lobby, whose membership is implied, all accounts of people. */
  readonly members: number;
  /** Events at or below this seq are gone by retention. */
  readonly floor: number;
  /** What the last `expired` event said. Floor rises in steps, and is told at the end of them. */
  readonly told: { readonly floor: number; readonly n: number };
  readonly settings: RoomSettings;
}

/** What a file is, found out from its content. */
export interface FileFacts {
  readonly size: number;
  /** A MIME type. */
  readonly type: string;
  /** Of an image or a video, upright. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly durationMs: number | undefined;
  readonly thumbnail: boolean;
}

export interface FileRow extends Omit<FileFacts, 'type'> {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: number;
  /** Undefined until all of it is there. */
  readonly type: string | undefined;
  /** The message that it is in. */
  readonly room: string | undefined;
  readonly message: number | undefined;
  /** It is its owner's picture: in no message, and seen by everybody. */
  readonly isPicture: boolean;
}

/** Settings that hold for the whole server and change while it runs. */
export interface ServerRow {
  readonly historyId: string;
  readonly registration: RegistrationPolicy;
  readonly registrationCode: string | undefined;
  /** Whether an account with the role operator exists. */
  readonly claimed: boolean;
}
