import type { AccountView } from '@skein/protocol/accounts';
import type { RoomView } from '@skein/protocol/rooms';

/** What is offered: null keeps messages for ever. */
export const RETENTION_DAYS: readonly (number | null)[] = [null, 1, 7, 30, 90, 365];

/** Whether messages go that were to stay. */
export function isKeptShorter(days: number | null, before: number | null): boolean {
  return days !== null && (before === null || days < before);
}

/** Who changes what is set for a room (SPEC G1). The server judges; this decides what is offered. */
export function maySetRoom({ role }: AccountView, room: RoomView): boolean {
  return room.kind !== 'direct' && (room.role === 'owner' || role === 'operator');
}
