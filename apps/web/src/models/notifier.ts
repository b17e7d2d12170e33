import { withNames } from '@skein/protocol/mention-text';
import type { Person } from '@skein/protocol/people';
import type { Edited, Message, RoomView } from '@skein/protocol/rooms';
import type { RoomNotification } from '../service-worker/notifications.ts';

export type Telling = RoomNotification;

/** Tells of messages outside of the page. */
export interface Notifier {
  tell(telling: Telling): Promise<void>;
  /** What was told of a room has had its time; with a message only where it is the one that is shown. */
  withdraw(room: string, message?: number): Promise<void>;
}

/** A message that is nothing but files is told by their names. */
export function tellingOf(
  words: Message | Edited,
  room: RoomView,
  nameOf: (id: string) => string | undefined,
): Telling {
  const { room: id, name, body, seq } = words;
  const [message, files] = words.t === 'message' ? [seq, words.files ?? []] : [words.message, []];
  const said = body === '' ? files.map((file) => file.name).join(', ') : withNames(body, nameOf);
  return { room: id, title: room.kind === 'direct' ? name : room.name, by: name, text: said, more: 0, seq, message };
}

/** Somebody was brought into a room. */
export function tellingOfRoom({ id, name, seq }: RoomView, by: Person): Telling {
  return { room: id, title: name, by: by.name, text: undefined, more: 0, seq, message: undefined };
}
