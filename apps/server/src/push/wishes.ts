import { shouldNotify, shouldNotifyOfRoom } from '@skein/protocol/should-notify';
import type { Invitation, PushMessage, PushSource } from './push-source.ts';

/** Whether somebody wants to be told of a message of a room, by what they have set for it and for themselves. */
export type Wishes = (message: PushMessage, now: number) => boolean;

const NOTHING: Wishes = () => false;

/** Read once for all messages that are looked at together. */
export function wishes(source: PushSource, roomId: string, accountId: string): Wishes {
  const [room, account] = [source.room(roomId), source.account(accountId)];
  if (!room || !account) return NOTHING;
  const seenBy = { kind: room.kind, preferences: source.preferences(accountId, roomId) };
  return ({ author, body, seq }, now) => {
    const isTold = body.includes('<@') && source.told(accountId, roomId, seq) !== undefined;
    return shouldNotify({ by: author, body, isTold }, seenBy, account, now);
  };
}

/** Whether a room that somebody was brought into is still to be told them: they are in it, and have not opened it yet (SPEC S10, N4). */
export function wishesInvitation(source: PushSource, invitation: Invitation, now: number): boolean {
  const { account: id, by } = invitation;
  const [room, account] = [source.room(invitation.room), source.account(id)];
  if (!room || !account || !isUnopened(source, invitation)) return false;
  return shouldNotifyOfRoom(by, { kind: room.kind, preferences: source.preferences(id, room.id) }, account, now);
}

export function isUnopened(source: PushSource, { room, account }: Invitation): boolean {
  return source.membersAmong(room, [account]).length > 0 && source.preferences(account, room).unreadFrom !== undefined;
}

/** Whether somebody has not read a message, or not seen that an edit mentions them in it. */
export function isUnread(
  source: PushSource,
  account: string,
  { room, seq, n }: Pick<PushMessage, 'room' | 'seq' | 'n'>,
): boolean {
  return source.readMark(account, room) < n || source.told(account, room, seq)?.isLate === true;
}
