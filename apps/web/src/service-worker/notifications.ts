import { appWords } from '../words/app.ts';

// Notifications of rooms, one for each room, shown by the page or by its service worker.

/** A message that somebody is told of, or a room that they were brought into. */
export interface RoomNotification {
  readonly room: string;
  readonly title: string;
  readonly by: string;
  /** Undefined where `by` has brought them in. */
  readonly text: string | undefined;
  /** How many more have come besides. */
  readonly more: number;
  /** Of the event that tells it. */
  readonly seq: number;
  /** The message's seq: it may be an edit of it that tells. */
  readonly message: number | undefined;
}

/** What a shown notification keeps of it. */
export interface NotificationData {
  readonly room: string;
  readonly seq: number;
  readonly message: number | undefined;
  readonly count: number;
}

/** What a service worker tells an open page to go to. */
export interface OpenRoom {
  readonly open: string;
}

/** Takes the place of what was shown of the room, and counts on from there. What is shown already, or was before it, changes nothing. */
export async function showMessage(
  registration: ServiceWorkerRegistration,
  { room, title, by, text, more, seq, message }: RoomNotification,
): Promise<void> {
  const shown = await registration.getNotifications({ tag: room });
  const before = shown.map(({ data }) => data as NotificationData);
  if (before.some((data) => data.seq >= seq)) return;
  const counted = before.reduce((sum, data) => sum + data.count, 0);
  // An edit of what is shown is no further message.
  const isSame = before.some((data) => data.message !== undefined && data.message === message);
  const count = more + counted + (isSame ? 0 : 1);
  const line = text === undefined ? appWords.broughtIn(by) : title === by ? text : appWords.notificationOf(by, text);
  const data: NotificationData = { room, seq, message, count };
  await registration.showNotification(title, {
    body: count > 1 ? `${line}\n${appWords.notificationMore(count - 1)}` : line,
    tag: room,
    data,
    icon: '/chat/icon-192.png',
    badge: '/chat/icon-192.png',
  });
}

/** The room was read, or the message that is shown of it was deleted: nobody needs to be told of it any more. */
export async function withdraw(registration: ServiceWorkerRegistration, room: string, message?: number): Promise<void> {
  for (const notification of await registration.getNotifications({ tag: room })) {
    if (message === undefined || (notification.data as NotificationData).message === message) notification.close();
  }
}
