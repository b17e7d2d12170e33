import type { RoomView } from '@skein/protocol/rooms';

/** The rooms of the list, by id, each section in its order. */
export interface RoomSections {
  readonly pinned: readonly string[];
  readonly rooms: readonly string[];
  readonly direct: readonly string[];
  readonly archived: readonly string[];
}

export const NO_ROOMS: RoomSections = { pinned: [], rooms: [], direct: [], archived: [] };

/**
 * What somebody pinned first, as long as it goes on; then the Lobby and rooms by name; what is said between a few stands by
 * itself, and what is over last.
 * @param compare orders names as people of this language expect
 * @param raised stand before the others of their section, but for what is pinned, whose places are learnt by heart
 */
export function roomSections(
  views: readonly RoomView[],
  compare: (a: string, b: string) => number,
  raised: ReadonlySet<string>,
): RoomSections {
  const sorted = views.toSorted(
    (a, b) => Number(b.lobby) - Number(a.lobby) || compare(a.name, b.name) || (a.id < b.id ? -1 : 1),
  );
  const idsOf = (shown: readonly RoomView[]): string[] => shown.map(({ id }) => id);
  const others = sorted
    .filter((room) => !isOnTop(room))
    .sort((a, b) => Number(raised.has(b.id)) - Number(raised.has(a.id)));
  return {
    pinned: idsOf(sorted.filter(isOnTop)),
    rooms: idsOf(others.filter(({ kind, archived }) => kind !== 'direct' && !archived)),
    direct: idsOf(others.filter((room) => room.kind === 'direct' && isBegun(room))),
    archived: idsOf(others.filter(({ archived }) => archived === true)),
  };
}

/** What a room's place in the list is made of: while it stays, so does the order. */
export function placeOf(room: RoomView): string {
  return `${isOnTop(room)} ${isBegun(room)} ${room.archived === true} ${room.name}`;
}

/** A conversation that somebody else opened and nobody wrote in disturbs nobody (SPEC D3). */
function isBegun({ n, role }: RoomView): boolean {
  return n > 0 || role === 'owner';
}

function isOnTop({ preferences, archived }: RoomView): boolean {
  return preferences?.pinned === true && !archived;
}
