/**
 * Rows that the one writer knows by heart across transactions. What is `put` is saved once, when the transaction is about
 * to commit, however often it changed. After a rollback nothing here can be trusted: `drop` it all.
 */
export class RowCache<Row> {
  readonly #rows = new Map<string, Row>();
  readonly #changed = new Set<string>();
  readonly #save: (row: Row) => void;
  readonly #limit: number;

  constructor({ save, limit }: { save: (row: Row) => void; limit: number }) {
    this.#save = save;
    this.#limit = limit;
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  /** Keeps a row that is in the database already. */
  keep(key: string, row: Row): Row {
    this.#rows.set(key, row);
    return row;
  }

  /** Keeps a row that is to be saved with this transaction. */
  put(key: string, row: Row): Row {
    this.#rows.set(key, row);
    this.#changed.add(key);
    return row;
  }

  save(): void {
    for (const key of this.#changed) this.#save(this.#rows.get(key)!);
  }

  /** After the commit: what was saved is saved, and only now may rows be forgotten for want of room. */
  committed(): void {
    this.#changed.clear();
    if (this.#rows.size > this.#limit) this.#rows.clear();
  }

  drop(): void {
    this.#rows.clear();
    this.#changed.clear();
  }
}
