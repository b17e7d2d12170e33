import type { ChangedSettings, RoomSettings } from './rooms.ts';

/** What is set for a room after a change (G2): an empty text and what is not so are not set. */
export function withSettings<Room extends RoomSettings>(room: Room, changed: Omit<ChangedSettings, 'name'>): Room {
  const next: Room = Object.assign({}, room, changed);
  if (next.topic === '') delete next.topic;
  if (next.description === '') delete next.description;
  if (next.archived === false) delete next.archived;
  return next;
}
