import { THREAD_COLOURS, threadColour } from './thread-colour.ts';

/**
 * Which colour of thread each person has in each room. Everybody has their own where it is free; of two whose is the same, who
 * is met second in that room takes the next that is. With more people than colours some share one.
 */
export class RoomColours {
  readonly #rooms = new Map<string, Map<string, number>>();

  of(room: string, account: string): number {
    const colours = this.#rooms.get(room) ?? new Map<string, number>();
    this.#rooms.set(room, colours);
    const known = colours.get(account);
    if (known !== undefined) return known;
    const colour = freeColour(threadColour(account), new Set(colours.values()));
    colours.set(account, colour);
    return colour;
  }
}

function freeColour(own: number, taken: ReadonlySet<number>): number {
  for (let step = 0; step < THREAD_COLOURS; step++) {
    const colour = (own + step) % THREAD_COLOURS;
    if (!taken.has(colour)) return colour;
  }
  return own;
}
