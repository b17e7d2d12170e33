import { shouldNotify } from '@skein/protocol/should-notify';
import type { PushMessage, PushSource } from './push-source.ts';

/** Whether somebody wants to be told of a message of a room, by what they have set for it and for themselves. */
export type Wishes = (message: PushMessage, now: number) => boolean;

const NOTHING: Wishes = () => false;

/** Read once for all messages that are looked at together. */
export function wishes(source: PushSource, roomId: string, accountId: string): Wishes {
  const [room, account] = [source.room(roomId), source.account(accountId)];
  if (!room || !account) return NOTHING;
  const seenBy = { kind: room.kind, preferences: source.preferences(accountId, roomId) };
  return ({ author, body }, now) => shouldNotify({ by: author, body }, seenBy, account, now);
}
