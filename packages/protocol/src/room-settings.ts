import type { ChangedSettings, RoomSettings } from './rooms.ts';

/** What is set for a room after a change (G2). */
export function withSettings<Room extends RoomSettings>(room: Room, changed: ChangedSettings): Room {
  return Object.assign({}, room, changed);
}
