/** Who is in which room, as small as a peer needs it. */
export class Rooms<T> {
  readonly #membersByRoom = new Map<string, Set<T>>();

  join(room: string, member: T): void {
    const members = this.#membersByRoom.get(room) ?? new Set();
    this.#membersByRoom.set(room, members.add(member));
  }

  leave(room: string, member: T): void {
    this.#membersByRoom.get(room)?.delete(member);
  }

  members(room: string): Iterable<T> {
    return this.#membersByRoom.get(room) ?? [];
  }
}

/** The room that a client asks for: `/?room=ID`. */
export function roomOf(url: string | undefined): string {
  return new URL(url ?? '/', 'http://localhost').searchParams.get('room') ?? '';
}
