import type { AccountEvent, AccountView } from '@skein/protocol/accounts';
import type { Refusal } from '@skein/protocol/errors';
import type { Ack } from '@skein/protocol/posting';
import type { Here, Online, Presence, TypingDown } from '@skein/protocol/presence';
import type { RoomEvent, RoomView } from '@skein/protocol/rooms';
import type { OutboxEntry } from './outbox.ts';

/** How the client stands with the server. Only `live` means that nothing is missing. */
export type ClientStatus =
  /** `isAgain`: after a connection was lost, or a try failed. */
  | { readonly state: 'connecting'; readonly isAgain: boolean }
  /** Connected; what was missed is still coming. */
  | { readonly state: 'catching-up' }
  | { readonly state: 'live' }
  /** Without a connection; the next try is at `retryAt` (milliseconds by the platform's clock). */
  | { readonly state: 'waiting'; readonly retryAt: number }
  /** Over, and not tried again by itself: logged out elsewhere, protocol outdated, ended by an operator, closed. */
  | { readonly state: 'ended'; readonly reason: 'session-ended' | 'outdated' | 'ended-by-operator' | 'closed' };

/** What the client tells its listeners, in the order in which it happened. */
export type Notice =
  | { readonly kind: 'status'; readonly status: ClientStatus }
  | { readonly kind: 'welcome'; readonly account: AccountView; readonly lobby: string }
  /** The whole list of rooms was given anew. */
  | { readonly kind: 'rooms' }
  /** One room was added, or its view has changed (unread, members, name). */
  | { readonly kind: 'room'; readonly room: RoomView }
  | { readonly kind: 'room-gone'; readonly room: string }
  /** A room's history was cut: forget its events and load the newest page again. */
  | { readonly kind: 'reset'; readonly room: RoomView }
  /** The next event of a room: each exactly once and in order. */
  | { readonly kind: 'event'; readonly event: RoomEvent }
  | { readonly kind: 'account-event'; readonly event: AccountEvent }
  /** A message waits in the outbox: newly written, here or in another tab, left by an earlier visit, or tried again. */
  | { readonly kind: 'pending'; readonly entry: OutboxEntry }
  | { readonly kind: 'acked'; readonly ack: Ack }
  /** The server will not take this message; it stays in the outbox until `discard` or `retry`. */
  | { readonly kind: 'refused'; readonly entry: OutboxEntry; readonly error: Refusal }
  /** A message left the outbox without an answer here: it was discarded, or another tab has sent or discarded it. */
  | { readonly kind: 'withdrawn'; readonly entry: OutboxEntry }
  | { readonly kind: 'here'; readonly here: Here }
  | { readonly kind: 'presence'; readonly presence: Presence }
  | { readonly kind: 'online'; readonly online: Online }
  | { readonly kind: 'typing'; readonly typing: TypingDown }
  | { readonly kind: 'error'; readonly error: Refusal };

export type Listener = (notice: Notice) => void;
