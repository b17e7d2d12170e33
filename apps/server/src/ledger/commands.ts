import type { AccountSettings, AccountView, ServerRole } from '@skein/protocol/accounts';
import type { FileView } from '@skein/protocol/files';
import type { Registration } from '@skein/protocol/rest';
import type { ChangedSettings, RoomPreferences, RoomRole, RoomView } from '@skein/protocol/rooms';
import type { Result } from '../result.ts';
import type { MessagePlace } from '../storage/store.ts';
import type { FileFacts, FileRow, SessionRow } from '../storage/rows.ts';

/** How many bytes the files of one account and those of all may take. */
export interface FileRoom {
  readonly accountBytes: number;
  readonly serverBytes: number;
}

/** What is put on a message, or taken away. */
export type Tag =
  | { readonly kind: 'reacted' | 'unreacted'; readonly emoji: string }
  | { readonly kind: 'pinned' | 'unpinned' };

interface Writing {
  account: string;
  room: string;
  id: string;
  /** What must be stored before this, where it was not yet when this was sent on. */
  after?: string;
}

/**
 * Everything a hub worker or the supervisor can ask of the ledger. Hub workers refuse early what they can see is wrong;
 * the ledger judges again inside the transaction.
 */
export interface Commands {
  /** `reply` is the seq of the message that it answers, `files` are the ids of uploads. */
  post: {
    ask: Writing & { body: string; reply?: number | undefined; files?: readonly string[] | undefined };
    answer: MessagePlace & { repeated: boolean };
  };
  edit: { ask: Writing & { message: number; body: string }; answer: MessagePlace };
  delete: { ask: Writing & { message: number }; answer: MessagePlace };
  /** The account keeps a message for itself, or no longer does. */
  save: { ask: { account: string; room: string; message: number; isSaved: boolean }; answer: void };
  /** A reaction or a pin, or the end of one. */
  tag: { ask: Writing & { message: number; tag: Tag }; answer: MessagePlace };
  read: { ask: { account: string; room: string; n: number }; answer: void };
  /** A late mention by the message was seen. */
  'read-mention': { ask: { account: string; room: string; message: number }; answer: void };
  'read-replies': { ask: { account: string; room: string; message: number; n: number }; answer: void };

  /** Files are judged by what `room` there is for them. */
  'create-upload': { ask: { account: string; name: string; size: number; room: FileRoom }; answer: { id: string } };
  /** All bytes of an upload are on disk. */
  'finish-upload': { ask: { account: string; id: string; facts: FileFacts }; answer: FileView };
  'describe-upload': { ask: { account: string; id: string; description: string }; answer: FileRow };
  'remove-upload': { ask: { account: string; id: string }; answer: void };

  register: {
    ask: {
      account: { login: string; loginKey: string; skeleton: string; passwordHash: string };
      code: string | undefined;
      setup: { tokenHash: string; registration: Registration } | undefined;
      session: Omit<SessionRow, 'account'>;
    };
    answer: AccountView;
  };
  'open-session': { ask: { session: SessionRow; rehashed: string | undefined }; answer: AccountView };
  'renew-session': { ask: { session: string; expiresAt: number }; answer: void };
  /** Ends the session and, on every worker, its clients. */
  'end-session': { ask: { session: string }; answer: void };
  'make-reset-link': { ask: { by: string; loginKey: string; tokenHash: string; expiresAt: number }; answer: void };
  /** Sets the password and ends every session of the account. */
  'reset-password': { ask: { tokenHash: string; passwordHash: string }; answer: void };
  /** Sets the password and ends every other session of the account. */
  'change-password': { ask: { account: string; passwordHash: string; session: string }; answer: void };
  'set-registration': { ask: { by: string; registration: Registration }; answer: void };

  /** In `settings`, null takes away what was set; what is not named stays. */
  'change-account': {
    ask: {
      account: string;
      name: { name: string; nameKey: string; skeleton: string } | undefined;
      settings: {
        readonly [Name in keyof Omit<AccountSettings, 'blocked' | 'picture'>]?: AccountSettings[Name] | null;
      };
    };
    answer: AccountView;
  };
  /** Makes an upload, of which the picture is on disk, the account's picture; without one it has none any more. */
  'set-picture': {
    ask: { account: string; upload: { readonly id: string; readonly facts: FileFacts } | undefined };
    answer: AccountView;
  };
  'set-blocked': { ask: { account: string; person: string; isBlocked: boolean }; answer: void };
  'set-preferences': { ask: { account: string; room: string; preferences: RoomPreferences }; answer: void };

  'create-room': {
    ask: { by: string; name: string; nameKey: string; roomKind: 'public' | 'private' };
    answer: RoomView;
  };
  /** The direct room of `by` and these people: the one there is, or a new one. */
  'open-direct': { ask: { by: string; people: readonly string[] }; answer: { room: RoomView; isNew: boolean } };
  /** `nameKey` is there with `settings.name`. */
  'change-room': { ask: { by: string; room: string; settings: ChangedSettings; nameKey?: string }; answer: RoomView };
  'set-room-role': { ask: { by: string; room: string; account: string; role: RoomRole }; answer: void };
  join: { ask: { account: string; room: string }; answer: RoomView };
  leave: { ask: { account: string; room: string }; answer: void };
  invite: { ask: { by: string; room: string; loginKey: string }; answer: void };
  remove: { ask: { by: string; room: string; account: string }; answer: void };
  /** Removes the account, where it is a member, and keeps it out. */
  ban: { ask: { by: string; room: string; account: string }; answer: void };
  unban: { ask: { by: string; room: string; account: string }; answer: void };

  // Of the supervisor alone.
  'keep-setup-token': { ask: { tokenHash: string }; answer: void };
  broadcast: { ask: { body: string }; answer: MessagePlace };
  'add-account': {
    ask: { account: { login: string; loginKey: string; skeleton: string; passwordHash: string }; role: ServerRole };
    answer: AccountView;
  };
  /** Sets the password and ends every session of the account. */
  'set-password': { ask: { loginKey: string; passwordHash: string }; answer: AccountView };
  /** A disabled account cannot log in; its sessions end, and with them, on every worker, its clients. */
  'set-disabled': { ask: { loginKey: string; disabled: boolean }; answer: AccountView };
  'set-role': { ask: { loginKey: string; role: ServerRole }; answer: AccountView };
  /** A step of retention, in the rooms with ids after `after`. `next` is what to ask with again; none once all rooms were seen. */
  expire: { ask: { after: string }; answer: { next: string | undefined } };
  /** A step of giving back what the database does not use any more. */
  'give-back-space': { ask: object; answer: { isDone: boolean } };
  /** Forgets uploads that were posted nowhere for too long; many of them in several goes. */
  'expire-uploads': { ask: object; answer: { more: boolean } };
}

export type CommandKind = keyof Commands;
/** What a client writes, and keeps until it is answered (SPEC P1 to P6). */
export type WritingKind = 'post' | 'edit' | 'delete' | 'tag';
/** What an account has read: nobody waits for the answer. */
export type ReadKind = 'read' | 'read-replies';
export type Command = { [K in CommandKind]: { kind: K } & Commands[K]['ask'] }[CommandKind];
export type CommandOf<K extends CommandKind> = { [Kind in K]: { kind: Kind } & Commands[Kind]['ask'] }[K];
export type Answer<K extends CommandKind> = Result<Commands[K]['answer']>;
export type PostCommand = CommandOf<'post'>;
export type PostedAnswer = Commands['post']['answer'];

const WRITING_KINDS: ReadonlySet<CommandKind> = new Set<WritingKind>(['post', 'edit', 'delete', 'tag']);

export function isWriting(command: Command): command is CommandOf<WritingKind> {
  return WRITING_KINDS.has(command.kind);
}

export function isReadMark(command: Command): command is CommandOf<ReadKind> {
  return command.kind === 'read' || command.kind === 'read-replies';
}

/** Hands a command to the ledger; resolves when it is on disk, or refused. Never rejects for what a person can cause. */
export type Submit = <K extends CommandKind>(command: CommandOf<K>) => Promise<Answer<K>>;
