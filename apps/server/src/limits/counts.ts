/** How many there are of each key; what comes to nothing is forgotten. */
export class Counts {
  readonly #counts: Map<string, number>;

  constructor(counts: Iterable<readonly [key: string, count: number]> = []) {
    this.#counts = new Map(counts);
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  add(key: string, count: number): void {
    const sum = this.of(key) + count;
    if (sum === 0) this.#counts.delete(key);
    else this.#counts.set(key, sum);
  }

  entries(): readonly (readonly [key: string, count: number])[] {
    return [...this.#counts];
  }
}
