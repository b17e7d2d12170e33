import { isDeepStrictEqual } from 'node:util';
import type { RoomEvent } from '@skein/protocol/rooms';

/** Keeps one object for all events that are the same: what ten clients saw alike is kept once. */
export class SharedEvents {
  readonly #rooms = new Map<string, RoomEvent[]>();

  /** An event that differs from the first of its place is given back as it is. */
  share(event: RoomEvent): RoomEvent {
    const known = this.#rooms.get(event.room) ?? [];
    this.#rooms.set(event.room, known);
    const first = (known[event.seq] ??= event);
    return isSame(first, event) ? first : event;
  }
}

function isSame(left: RoomEvent, right: RoomEvent): boolean {
  if (left === right) return true;
  if (left.t !== right.t || left.seq !== right.seq || left.at !== right.at || left.by !== right.by) return false;
  if (left.t !== 'message' || right.t !== 'message') return JSON.stringify(left) === JSON.stringify(right);
  if (left.reply || right.reply || left.edited || right.edited || left.deleted || right.deleted)
    return isDeepStrictEqual(left, right);
  return left.n === right.n && left.id === right.id && left.body === right.body && left.name === right.name;
}
