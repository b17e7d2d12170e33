import { withSettings } from '@skein/protocol/room-settings';
import { directName } from '@skein/protocol/direct-rooms';
import { LIMITS } from '@skein/protocol/limits';
import type { Mentioned } from '@skein/protocol/accounts';
import type { ProfileChanged, RoomEvent, RoomPreferences, RoomView } from '@skein/protocol/rooms';

/** How many messages of a room the account has not read (S8). */
export function unreadMessages(room: RoomView): number {
  return Math.max(0, room.n - room.read);
}

/**
 * The rooms as the account sees them. A view says up to which `seq` it counts, and it may be ahead of the events: after a
 * snapshot the missed ones still come, and must not be counted twice.
 */
export class RoomBook {
  readonly #rooms = new Map<string, RoomView>();

  get rooms(): ReadonlyMap<string, RoomView> {
    return this.#rooms;
  }

  /** Takes a view as it is: what was known of the room counts no more. */
  replace(view: RoomView): void {
    this.#rooms.set(view.id, view);
  }

  /** Takes a view of the same history: `read` never goes back (S8). */
  merge(view: RoomView): void {
    const old = this.#rooms.get(view.id);
    if (!old) return this.replace(view);
    const read = Math.max(view.read, Math.min(old.read, view.n));
    this.#set({ ...view, read });
  }

  /** As `merge`, where the view may be older than what was counted since (S4). */
  mergeOlder(view: RoomView): void {
    const old = this.#rooms.get(view.id);
    if (!old || old.seq <= view.seq) return this.merge(view);
    const { preferences: _, ...room } = old;
    const { role, read, preferences } = view;
    this.merge({ ...room, role, read, ...(preferences && { preferences }) });
  }

  /** @returns whether the account is in this room */
  setPreferences(id: string, preferences: RoomPreferences): boolean {
    const room = this.#rooms.get(id);
    if (room) this.#rooms.set(id, { ...room, preferences });
    return room !== undefined;
  }

  /** How many are in a room, where no event told it (V1). @returns whether that changes the room's view */
  setMembers(id: string, members: number): boolean {
    const room = this.#rooms.get(id);
    if (!room || room.members === members) return false;
    this.#rooms.set(id, { ...room, members });
    return true;
  }

  /** Somebody has another name or profile: direct rooms are named after those in them. @returns the rooms that changed */
  changePerson({ by: id, name, profile }: ProfileChanged): readonly string[] {
    const changed: string[] = [];
    for (const room of this.#rooms.values()) {
      if (!room.people?.some((person) => person.id === id)) continue;
      const people = room.people.map((person) => (person.id === id ? { id, name, ...profile } : person));
      this.#rooms.set(room.id, { ...room, people, name: directName(people) });
      changed.push(room.id);
    }
    return changed;
  }

  remove(room: string): boolean {
    return this.#rooms.delete(room);
  }

  /** Counts an event. @param self the account: its own messages are read */
  apply(event: RoomEvent, self: string): void {
    const room = this.#rooms.get(event.room);
    if (!room || event.seq <= room.seq) return;
    const next = { ...(event.t === 'settings' ? withSettings(room, event.settings) : room), seq: event.seq };
    if (event.t === 'message') next.n = event.n;
    if (event.t === 'message' && event.by === self) next.read = Math.max(room.read, event.n);
    if (event.t === 'role' && event.by === self) next.role = event.role;
    if (event.t === 'expired') Object.assign(next, { floor: event.floor, read: Math.max(room.read, event.n) });
    if (event.t === 'joined') next.members += 1;
    if (event.t === 'left') next.members -= 1;
    this.#set(next);
  }

  /** @returns whether the mark moved; it only moves forward */
  read(room: string, n: number): boolean {
    const view = this.#rooms.get(room);
    if (!view || n <= view.read) return false;
    this.#set({ ...view, read: n });
    return true;
  }

  /** A message mentions the account, or no longer does (M3). @returns whether that changes the room's view */
  setMention(event: Mentioned): boolean {
    const room = this.#rooms.get(event.room);
    if (!room) return false;
    const { mentions = [], lateMentions = [] } = room;
    const isLate = event.t === 'mentioned' && event.late === true;
    this.#set({
      ...room,
      mentions:
        event.t === 'mentioned' && !isLate ? withMention(mentions, event.n) : mentions.filter((n) => n !== event.n),
      lateMentions: isLate
        ? withMention(lateMentions, event.message)
        : lateMentions.filter((seq) => seq !== event.message),
    });
    return true;
  }

  /** A view of one room alone says nothing of mentions that the account's own stream has not said, or is yet to say. */
  withOwnMentions(view: RoomView): RoomView {
    const { mentions: _, lateMentions: __, ...others } = view;
    const { mentions, lateMentions } = this.#rooms.get(view.id) ?? {};
    return { ...others, ...(mentions && { mentions }), ...(lateMentions && { lateMentions }) };
  }

  /** What is read is no unread mention, and what has expired no late one. */
  #set({ mentions = [], lateMentions = [], ...room }: RoomView): void {
    const unread = mentions.filter((n) => n > room.read);
    const late = lateMentions.filter((seq) => seq > room.floor);
    this.#rooms.set(room.id, {
      ...room,
      ...(unread.length > 0 && { mentions: unread }),
      ...(late.length > 0 && { lateMentions: late }),
    });
  }
}

/** @param place the `n` or the `seq` of a message, as in `known` */
function withMention(known: readonly number[], place: number): number[] {
  return [...new Set(known).add(place)].sort((a, b) => a - b).slice(-LIMITS.mentionsNamed);
}
