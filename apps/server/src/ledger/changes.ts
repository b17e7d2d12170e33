import type { AccountEvent } from '@skein/protocol/accounts';
import type { RoomEvent } from '@skein/protocol/rooms';

/**
 * What one transaction changed that others must hear of, in the order in which it happened. It is published only after
 * the commit.
 */
export class Changes {
  readonly roomEvents: RoomEvent[] = [];
  readonly accountEvents: { readonly account: string; readonly event: AccountEvent }[] = [];
  readonly endedSessions: string[] = [];
  /** Files of which nothing is known any more: their bytes are to go. */
  readonly removedFiles: string[] = [];
}
