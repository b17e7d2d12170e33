/**
 * A bounded queue that several sources share. They are served in turn, each in its own order. When it is full, a source
 * with fewer waiting than another pushes out the newest of the one with the most, so that nobody fills it alone.
 */
export class FairQueue<Source, Item> {
  readonly #capacity: number;
  /** In the order of turns; only sources with something waiting. */
  readonly #waiting = new Map<Source, Item[]>();
  #size = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#size;
  }

  /** @returns what found no room: the item itself, the one it pushed out, or nothing */
  push(source: Source, item: Item): Item | undefined {
    let pushedOut: Item | undefined;
    if (this.#size >= this.#capacity) {
      const [longest] = [...this.#waiting.values()].sort((a, b) => b.length - a.length);
      if (!longest || longest.length <= (this.#waiting.get(source)?.length ?? 0) + 1) return item;
      pushedOut = longest.pop();
      this.#size--;
    }
    const items = this.#waiting.get(source);
    if (items) items.push(item);
    else this.#waiting.set(source, [item]);
    this.#size++;
    return pushedOut;
  }

  shift(): Item | undefined {
    const turn = this.#waiting.entries().next();
    if (turn.done) return undefined;
    const [source, items] = turn.value;
    this.#waiting.delete(source);
    const item = items.shift();
    if (items.length > 0) this.#waiting.set(source, items);
    this.#size--;
    return item;
  }

  /** @returns what the source had waiting */
  drop(source: Source): readonly Item[] {
    const items = this.#waiting.get(source) ?? [];
    this.#waiting.delete(source);
    this.#size -= items.length;
    return items;
  }

  clear(): readonly Item[] {
    return [...this.#waiting.keys()].flatMap((source) => this.drop(source));
  }
}
