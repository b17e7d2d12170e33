import type { OutboxEntry, OutboxStorage, Seat, Turn } from './outbox.ts';

/**
 * An outbox that lives as long as the program: for the crowd, the bench, tests, and where nothing better is allowed. Clients
 * that are given the same one share it.
 */
export function memoryOutbox(): OutboxStorage {
  const entries = new Map<string, OutboxEntry>();
  const tables = new Map<string, Table>();
  return {
    load: async (account) =>
      [...entries.values()].filter((entry) => entry.account === account).sort((a, b) => (a.id < b.id ? -1 : 1)),
    put: async (entry) => void entries.set(entry.id, entry),
    remove: async (id) => void entries.delete(id),
    join(account, seat) {
      const table = tables.get(account) ?? new Table();
      tables.set(account, table);
      return table.join(seat);
    },
  };
}

/** Those who share: the first has the turn. */
class Table {
  #seats: readonly Seat[] = [];

  join(seat: Seat): Turn {
    this.#sit([...this.#seats, seat]);
    return {
      ask: () => this.#ask(seat),
      pass: () => this.#pass(seat),
      changed: () => this.#without(seat).forEach((other) => other.changed()),
      leave: () => this.#sit(this.#without(seat)),
    };
  }

  #ask(seat: Seat): void {
    const [first] = this.#seats;
    if (!first || first === seat || !this.#seats.includes(seat)) return;
    this.#seats = [first, seat, ...this.#seats.filter((other) => other !== first && other !== seat)];
    first.asked();
  }

  /** It comes back at once where nobody else is left. */
  #pass(seat: Seat): void {
    if (this.#seats[0] !== seat) return;
    this.#seats = [...this.#without(seat), seat];
    this.#seats[0]!.taken();
  }

  #sit(seats: readonly Seat[]): void {
    const [before] = this.#seats;
    this.#seats = seats;
    if (seats[0] !== before) seats[0]?.taken();
  }

  #without(seat: Seat): Seat[] {
    return this.#seats.filter((other) => other !== seat);
  }
}
