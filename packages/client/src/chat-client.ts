import type { AccountView } from '@skein/protocol/accounts';
import type { RoomView } from '@skein/protocol/rooms';
import type { ClientStatus, Listener } from './notices.ts';
import type { OutboxEntry, OutboxStorage } from './outbox.ts';
import type { ClientPlatform } from './transport.ts';

export interface ChatClientOptions {
  readonly platform: ClientPlatform;
  readonly outbox: OutboxStorage;
}

/**
 * One connection to a Skein server, kept up through every cut. It holds a cursor for each stream, resumes from them, and
 * keeps what was posted until the server has answered for it.
 */
export interface ChatClient {
  readonly status: ClientStatus;
  /** Known from the first welcome on. */
  readonly account: AccountView | undefined;
  readonly rooms: ReadonlyMap<string, RoomView>;
  /** Unanswered messages of this client, in the order in which they were written. */
  readonly outbox: readonly OutboxEntry[];

  /** Adds a message to the outbox and sends it as soon as that is possible. */
  post(room: string, body: string): OutboxEntry;
  /** Sends a refused message again, under a new id where the body has changed. */
  retry(id: string, body?: string): void;
  discard(id: string): void;
  /** Moves the read mark forward; sent at most once a second and room. */
  markRead(room: string, n: number): void;
  /** Says which room is on screen: presence and typing come for this one alone. Kept through reconnects. */
  view(room: string | null): void;
  /** Says that the person types in a room; call it at every key, it is sent at most every three seconds. */
  typing(room: string): void;
  /** Tries to connect now instead of waiting for the next try. */
  reconnectNow(): void;
  /** Ends the connection for good. What is in the outbox's storage stays there. */
  close(): void;
  /** @returns a function that ends the subscription */
  listen(listener: Listener): () => void;
}

/** Opens the connection at once. */
export declare function connectChat(options: ChatClientOptions): ChatClient;
