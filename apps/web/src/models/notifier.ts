import type { Message, RoomView } from '@skein/protocol/rooms';
import type { RoomNotification } from '../service-worker/notifications.ts';

export type Telling = RoomNotification;

/** Tells of messages outside of the page. */
export interface Notifier {
  tell(telling: Telling): Promise<void>;
  /** What was told of a room has had its time. */
  withdraw(room: string): Promise<void>;
}

export function tellingOf({ room: id, name, body, seq }: Message, room: RoomView): Telling {
  return { room: id, title: room.kind === 'direct' ? name : room.name, by: name, text: body, more: 0, seq };
}
