/** Rows by key, as the writer's open transaction or everybody else sees them. */
export interface Rows<Row> {
  get(key: string): Row | undefined;
  values(): Iterable<Row>;
}

/**
 * Rows by key with one transaction at a time. What the transaction changes stands beside what was committed, so that others do
 * not see it and forgetting it undoes it.
 */
export class Table<Row> {
  readonly #rows = new Map<string, Row>();
  /** undefined stands for a row that the transaction has deleted. */
  readonly #changes = new Map<string, Row | undefined>();

  readonly committed: Rows<Row> = this.#rows;

  /** The rows as the open transaction sees them. */
  readonly open: Rows<Row> = {
    get: (key) => (this.#changes.has(key) ? this.#changes.get(key) : this.#rows.get(key)),
    values: () => this.#openValues(),
  };

  put(key: string, row: Row): void {
    this.#changes.set(key, row);
  }

  delete(key: string): void {
    this.#changes.set(key, undefined);
  }

  commit(): void {
    for (const [key, row] of this.#changes) {
      if (row === undefined) this.#rows.delete(key);
      else this.#rows.set(key, row);
    }
    this.#changes.clear();
  }

  forget(): void {
    this.#changes.clear();
  }

  *#openValues(): Iterable<Row> {
    for (const [key, row] of this.#rows) if (!this.#changes.has(key)) yield row;
    for (const row of this.#changes.values()) if (row !== undefined) yield row;
  }
}
