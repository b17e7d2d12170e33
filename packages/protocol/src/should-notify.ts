import type { AccountSettings } from './accounts.ts';
import { mentionsIn } from './mentions.ts';
import type { Profile } from './people.ts';
import type { Message, NotificationLevel, RoomView } from './rooms.ts';

/** Whom a message is to be told, and what they have set. */
export interface Notified extends AccountSettings {
  readonly id: string;
}

/** What somebody said, by a message or by an edit of it. */
export interface Said extends Pick<Message, 'by' | 'body' | 'deleted'> {
  /** Whether the server has told the account of it: on this hangs whether `<@here>` and `<@room>` mean the account (M4). */
  readonly isTold: boolean;
}

/**
 * Whether a message is notified to a member of its room: what the room's level and do-not-disturb allow (N1 to N3). That it was read
 * meanwhile is for who notifies to know.
 * @param room as the member sees it
 * @param now milliseconds since 1970
 */
export function shouldNotify(
  message: Said,
  room: Pick<RoomView, 'kind' | 'preferences'>,
  account: Notified,
  now: number,
): boolean {
  if (message.by === account.id || message.deleted || account.blocked?.includes(message.by)) return false;
  if (isDisturbing(room, account, now)) return false;
  const level = levelOf(room);
  return level === 'all' || (level === 'mentions' && mentions(message, account.id));
}

/** Whether being brought into a room is notified (N4). @param by who brought the account in */
export function shouldNotifyOfRoom(
  by: string,
  room: Pick<RoomView, 'kind' | 'preferences'>,
  account: Notified,
  now: number,
): boolean {
  return !account.blocked?.includes(by) && !isDisturbing(room, account, now) && levelOf(room) !== 'none';
}

function isDisturbing({ preferences }: Pick<RoomView, 'preferences'>, account: Notified, now: number): boolean {
  return isQuiet(account, now) || (preferences?.mutedUntil ?? 0) > now;
}

/** The level that counts in a room: people who write to each other alone want to hear of it. */
export function levelOf({ kind, preferences }: Pick<RoomView, 'kind' | 'preferences'>): NotificationLevel {
  return preferences?.level ?? (kind === 'direct' ? 'all' : 'mentions');
}

/** Whether an account does not want to be disturbed now (N2). */
export function isQuiet({ quietUntil, quietHours, timeZone }: Profile, now: number): boolean {
  if ((quietUntil ?? 0) > now) return true;
  if (!quietHours) return false;
  const { from, to } = quietHours;
  const minute = minuteOfDay(now, timeZone ?? 'UTC');
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

function mentions({ body, isTold }: Said, account: string): boolean {
  const { ids, here, room } = mentionsIn(body);
  return ids.includes(account) || (isTold && (here || room));
}

function minuteOfDay(now: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const [hour, minute] = format.format(now).split(':').map(Number);
  return hour! * 60 + minute!;
}
