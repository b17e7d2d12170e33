import type { Refusal } from '@skein/protocol/errors';
import type { Attachment } from './attachments.ts';

interface Entry {
  readonly id: string;
  readonly account: string;
  readonly room: string;
  /** The server's time as the client knew it, in milliseconds; for showing only. */
  readonly writtenAt: number;
  /** Why the server will not take it as it is. */
  readonly refusal?: Refusal;
}

/** `message` is the seq of the message to be changed, and of another message in another history (E7). */
interface ChangeEntry extends Entry {
  readonly message: number;
  readonly historyId: string;
}

/** `reply`: the message that it answers and in which history; in another one it goes without. */
export type PostEntry = Entry & {
  readonly t: 'post';
  readonly body: string;
  readonly reply?: number;
  /** Files that go with it, whole or on their way. */
  readonly attachments?: readonly Attachment[];
  readonly historyId?: string;
};
export type EditEntry = ChangeEntry & { readonly t: 'edit'; readonly body: string };
export type DeleteEntry = ChangeEntry & { readonly t: 'delete' };
export type ReactionEntry = ChangeEntry & { readonly t: 'react' | 'unreact'; readonly emoji: string };
export type PinEntry = ChangeEntry & { readonly t: 'pin' | 'unpin' };

/** What was written and the server has not answered yet, or has refused: then it stays until it is edited or discarded. */
export type OutboxEntry = PostEntry | EditEntry | DeleteEntry | ReactionEntry | PinEntry;

/**
 * Where unsent messages survive a reload. What is called first takes effect first, also when its promise is still open:
 * a `load` sees every `put` before it.
 */
export interface OutboxStorage {
  /** @returns the entries of an account by id, which is time-ordered */
  load(account: string): Promise<readonly OutboxEntry[]>;
  put(entry: OutboxEntry): Promise<void>;
  remove(id: string): Promise<void>;
  /** Sits down with the other clients that use the same entries, such as the tabs of one browser. */
  join(account: string, seat: Seat): Turn;
}

/**
 * Clients that share an outbox take turns: only the one that has the turn sends, so that nothing goes out twice. This
 * saves work and is no matter of truth: should two believe that they have it, the server stores each message once (P2),
 * and in order, because both send from the front.
 */
export interface Turn {
  /** Asks for the turn: the person writes here. Who has it finishes what is on its wire first. */
  ask(): void;
  /** Gives the turn to the one who asked, and waits for it to come round again. */
  pass(): void;
  /** Tells the others that what is stored has changed. */
  changed(): void;
  /** Leaves; the turn goes to another. */
  leave(): void;
}

/** What one of these clients is told. */
export interface Seat {
  taken(): void;
  /** Another has taken the turn, because this one did not answer. */
  lost(): void;
  /** Another asks for the turn. */
  asked(): void;
  /** Another has changed what is stored. */
  changed(): void;
}

/** Forgets what an account has written and not sent, as when it logs out. */
export async function clearOutbox(storage: OutboxStorage, account: string): Promise<void> {
  const entries = await storage.load(account);
  await Promise.all(entries.map(({ id }) => storage.remove(id)));
}
