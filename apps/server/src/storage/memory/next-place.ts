import type { RoomRow } from '../rows.ts';

/** The clock may go back; a room's time does not. */
export function nextPlace(room: RoomRow, now: number): { seq: number; at: number } {
  return { seq: room.seq + 1, at: Math.max(now, room.at) };
}
