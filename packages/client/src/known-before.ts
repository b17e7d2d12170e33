import type { AccountView } from '@skein/protocol/accounts';
import type { RoomView } from '@skein/protocol/rooms';

/** What a client knows and the next one may begin with. Cursors are not in it: the rooms' views say how they stood. */
export interface KnownBefore {
  readonly account: AccountView;
  readonly historyId: string;
  readonly rooms: readonly RoomView[];
}
