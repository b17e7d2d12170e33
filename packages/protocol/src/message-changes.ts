import type { Deleted, Edited, Message, RoomEvent } from './rooms.ts';

/**
 * A message after an event that changes it (E5). The outcome is the same in whatever order pages and events come, and
 * however often: what a message shows already changes nothing, and what was deleted stays deleted.
 */
export function changed(message: Message, change: Edited | Deleted): Message {
  if (message.deleted || change.seq <= (message.edited?.seq ?? 0)) return message;
  const { seq, at, by, name } = change;
  if (change.t === 'edited')
    return change.body === '' ? message : { ...message, body: change.body, edited: { seq, at } };
  const { edited: _, files: __, ...rest } = message;
  return { ...rest, body: '', deleted: { seq, at, by, name } };
}

/**
 * Events of a room as a client shows them: each message after every change of it among them, and edits without their
 * bodies, which differ by when they were read. Whoever has the same events shows the same.
 */
export function shown(events: readonly RoomEvent[]): RoomEvent[] {
  const messages = new Map<number, Message>();
  for (const event of events) {
    if (event.t === 'message') messages.set(event.seq, event);
    if (event.t !== 'edited' && event.t !== 'deleted') continue;
    const message = messages.get(event.message);
    if (message) messages.set(message.seq, changed(message, event));
  }
  return events.map((event) => {
    if (event.t === 'edited') return { ...event, body: '' };
    return event.t === 'message' ? messages.get(event.seq)! : event;
  });
}
