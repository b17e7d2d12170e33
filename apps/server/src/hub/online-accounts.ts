import type { Person } from '@skein/protocol/people';

/** Which accounts are connected, and at which workers. Methods that change something give back whose presence changed. */
export class OnlineAccounts {
  /** This worker's clients of each account. */
  readonly #here = new Map<string, { person: Person; clients: number }>();
  /** Accounts at each of the other workers. */
  readonly #elsewhere = new Map<number, Map<string, Person>>();

  /** @returns true where the account had no client at this worker before */
  arrivesHere({ id, name }: Person): boolean {
    const entry = this.#here.get(id);
    if (entry) entry.clients++;
    else this.#here.set(id, { person: { id, name }, clients: 1 });
    return !entry;
  }

  /** @returns true where that was the account's last client at this worker */
  leavesHere(id: string): boolean {
    const entry = this.#here.get(id);
    if (!entry || --entry.clients > 0) return false;
    return this.#here.delete(id);
  }

  /** @returns true where the account is here under another name */
  renamesHere(person: Person): boolean {
    const entry = this.#here.get(person.id);
    if (!entry || entry.person.name === person.name) return false;
    entry.person = person;
    return true;
  }

  here(): readonly Person[] {
    return [...this.#here.values()].map(({ person }) => person);
  }

  personHere(id: string): Person | undefined {
    return this.#here.get(id)?.person;
  }

  person(id: string): Person | undefined {
    const here = this.personHere(id);
    if (here) return here;
    for (const people of this.#elsewhere.values()) {
      const person = people.get(id);
      if (person) return person;
    }
    return undefined;
  }

  all(): readonly Person[] {
    const people = new Map<string, Person>();
    for (const elsewhere of this.#elsewhere.values()) for (const [id, person] of elsewhere) people.set(id, person);
    for (const { person } of this.#here.values()) people.set(person.id, person);
    return [...people.values()];
  }

  changeAt(worker: number, on: readonly Person[], off: readonly string[]): Iterable<string> {
    const people = this.#elsewhere.get(worker) ?? new Map<string, Person>();
    this.#elsewhere.set(worker, people);
    for (const person of on) people.set(person.id, person);
    for (const id of off) people.delete(id);
    return [...on.map(({ id }) => id), ...off];
  }

  /** Everybody at a worker anew; an empty list forgets the worker. */
  replaceAt(worker: number, on: readonly Person[]): Iterable<string> {
    const before = this.#elsewhere.get(worker) ?? new Map<string, Person>();
    if (on.length === 0) this.#elsewhere.delete(worker);
    else this.#elsewhere.set(worker, new Map(on.map((person) => [person.id, person])));
    return new Set([...before.keys(), ...on.map(({ id }) => id)]);
  }
}
