import type { RestClient } from '@skein/client/rest-client';
import type { Person } from '@skein/protocol/people';
import type { Memory } from '../memory.ts';
import type { Names } from '../names.ts';
import type { Pictures } from '../pictures.ts';
import { WIDE_MENTIONS } from '@skein/protocol/mention-text';

const MOST_OFFERED = 8;
const MOST_REMEMBERED = 40;
/** Of the members of a room so many pages are read: more than anybody goes through by name. */
const MOST_PAGES = 5;

export interface MentionableOptions {
  readonly memory: Memory;
  readonly rest: Pick<RestClient, 'members'>;
  readonly names: Names;
  readonly pictures: Pick<Pictures, 'meet'>;
  /** Whose chat it is: nobody mentions themselves. */
  readonly account: () => string;
}

/** Whom one may mention in a room, the likeliest first. Whoever was mentioned before is remembered in this browser. */
export class Mentionable {
  readonly #options: MentionableOptions;
  readonly #key: `mentioned.${string}`;
  readonly #membersByRoom = new Map<string, Promise<readonly Person[]>>();

  constructor(options: MentionableOptions) {
    this.#options = options;
    this.#key = `mentioned.${options.account()}`;
    for (const person of this.#remembered()) options.names.meet(person);
  }

  async find(room: string, query: string): Promise<readonly (Person & { readonly isWide: boolean })[]> {
    const asked = query.toLowerCase();
    const members = (await this.#membersOf(room)).filter(({ id }) => id !== this.#options.account());
    const before = this.#remembered().map(({ id }) => id);
    const found = members
      .map((person) => ({ ...person, isWide: false, rank: rankOf(person.name, asked, before.indexOf(person.id)) }))
      .filter(({ rank }) => rank < Infinity)
      .toSorted((a, b) => a.rank - b.rank || a.name.localeCompare(b.name));
    const wide = WIDE_MENTIONS.filter((id) => id.startsWith(asked)).map((id) => ({ id, name: id, isWide: true }));
    return [...found.slice(0, MOST_OFFERED - wide.length), ...wide];
  }

  mentioned({ id, name }: Person): void {
    this.#options.names.meet({ id, name });
    const others = this.#remembered().filter((person) => person.id !== id);
    this.#options.memory.write(this.#key, JSON.stringify([{ id, name }, ...others].slice(0, MOST_REMEMBERED)));
  }

  /** Somebody came to the room or left it. */
  changed(room: string): void {
    this.#membersByRoom.delete(room);
  }

  forget(): void {
    this.#options.memory.write(this.#key, undefined);
  }

  #membersOf(room: string): Promise<readonly Person[]> {
    const known = this.#membersByRoom.get(room) ?? this.#readMembers(room);
    this.#membersByRoom.set(room, known);
    return known;
  }

  async #readMembers(room: string): Promise<readonly Person[]> {
    const people: Person[] = [];
    let after: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await this.#options.rest.members(room, after);
      if (!answer.ok) {
        this.#membersByRoom.delete(room);
        break;
      }
      people.push(...answer.value.members);
      this.#options.pictures.meet(answer.value.members);
      after = answer.value.next;
      if (after === undefined) break;
    }
    for (const person of people) this.#options.names.meet(person);
    return people;
  }

  #remembered(): readonly Person[] {
    try {
      return JSON.parse(this.#options.memory.read(this.#key) ?? '[]') as readonly Person[];
    } catch {
      return [];
    }
  }
}

/** Lower is likelier, Infinity is not meant. @param before at which place among those mentioned before; -1 for none */
function rankOf(name: string, asked: string, before: number): number {
  const lower = name.toLowerCase();
  const isBegun = lower.startsWith(asked);
  if (!isBegun && !lower.split(/[\s._-]+/).some((part) => part.startsWith(asked))) return Infinity;
  return (isBegun ? 0 : 1) + (before < 0 ? 0.5 : before / 100);
}
