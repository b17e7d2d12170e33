import { type ReadonlySignal, computed, signal } from '@preact/signals-core';
import type { Person } from '@skein/protocol/people';
import type { RoomView } from '@skein/protocol/rooms';
import { unreadOf } from '../rooms.ts';
import { fuzzyMatch } from './fuzzy.ts';

/** A place to go to. */
export type Destination = {
  readonly name: string;
  /** Which UTF-16 units of the name were typed. */
  readonly places: readonly number[];
} & ({ readonly kind: 'room'; readonly room: RoomView } | { readonly kind: 'person'; readonly person: Person });

export interface SwitcherOptions {
  readonly rooms: () => readonly RoomView[];
  /** Those the page has heard of. */
  readonly people: () => readonly Person[];
  /** People whose login name begins so. */
  readonly findPeople: (beginning: string) => Promise<readonly Person[]>;
  /** Ids of rooms, the one visited last first. */
  readonly recent: readonly string[];
  /** The room on screen. */
  readonly here: string | undefined;
  readonly self: string;
}

const MOST = 12;
/** Between two names that answer equally well. */
const BONUS = { unread: 3, recent: 2 } as const;

/** Where somebody may want to go, as they type: rooms and people, best first; with nothing typed where they were last. */
export class Switcher {
  readonly typed = signal('');
  readonly chosen = signal(0);
  readonly destinations: ReadonlySignal<readonly Destination[]>;
  readonly #options: SwitcherOptions;
  readonly #found = signal<readonly Person[]>([]);

  constructor(options: SwitcherOptions) {
    this.#options = options;
    this.destinations = computed(() => {
      const typed = this.typed.value.trim();
      return typed === '' ? this.#recent() : this.#ranked(typed);
    });
  }

  type(text: string): void {
    this.typed.value = text;
    this.chosen.value = 0;
  }

  /** Round at both ends. */
  move(step: number): void {
    const count = this.destinations.value.length;
    if (count > 0) this.chosen.value = (this.chosen.value + step + count) % count;
  }

  /** Asks the server for people whom the page has not heard of. */
  async lookFurther(): Promise<void> {
    const typed = this.typed.value.trim();
    if (typed === '') return;
    const people = await this.#options.findPeople(typed);
    if (this.typed.value.trim() === typed) this.#found.value = people;
  }

  #recent(): readonly Destination[] {
    const { rooms, recent, here } = this.#options;
    const placeOf = ({ id }: RoomView) => (recent.includes(id) ? recent.indexOf(id) : recent.length);
    return rooms()
      .filter(({ id }) => id !== here)
      .toSorted((a, b) => Number(unreadOf(b) > 0) - Number(unreadOf(a) > 0) || placeOf(a) - placeOf(b))
      .slice(0, MOST)
      .map((room) => ({ kind: 'room', room, name: room.name, places: [] }));
  }

  #ranked(typed: string): readonly Destination[] {
    const { rooms, recent } = this.#options;
    const views = rooms();
    const ranked: { readonly score: number; readonly destination: Destination }[] = [];
    for (const room of views) {
      const match = fuzzyMatch(typed, room.name);
      if (!match) continue;
      const bonus = (unreadOf(room) > 0 ? BONUS.unread : 0) + (recent.includes(room.id) ? BONUS.recent : 0);
      const destination = { kind: 'room', room, name: room.name, places: match.places } as const;
      ranked.push({ score: match.score + bonus, destination });
    }
    for (const person of this.#peopleWithoutRoom(views)) {
      const match = fuzzyMatch(typed, person.name);
      if (!match) continue;
      ranked.push({
        score: match.score,
        destination: { kind: 'person', person, name: person.name, places: match.places },
      });
    }
    return ranked
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST)
      .map(({ destination }) => destination);
  }

  /** Who is written to already is a room. */
  #peopleWithoutRoom(views: readonly RoomView[]): readonly Person[] {
    const { people, self } = this.#options;
    const written = new Set(
      views.flatMap(({ people = [] }) => (people.length === 1 ? people.map(({ id }) => id) : [])),
    );
    const byId = new Map([...people(), ...this.#found.value].map((person) => [person.id, person]));
    return [...byId.values()].filter(({ id }) => id !== self && !written.has(id));
  }
}
