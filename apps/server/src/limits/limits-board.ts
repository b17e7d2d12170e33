import { Counts } from './counts.ts';
import type { RateName } from './limits.ts';
import type { LimitsKnowledge, LimitsNews } from './limits-news.ts';
import { RateBook } from './rate-book.ts';

/** What all hub workers together have taken, for those that come later, and to take back what a dead one held. */
export class LimitsBoard<Worker> {
  readonly #rates: RateBook;
  readonly #connections = new Counts();
  readonly #connectionsOf = new Map<Worker, Counts>();

  /** @param now milliseconds UTC */
  constructor(now: () => number) {
    this.#rates = new RateBook(now);
  }

  hear(worker: Worker, { taken, connections }: LimitsNews): void {
    for (const [rate, key, count] of taken) this.enter(rate, key, count);
    const own = this.#connectionsOf.get(worker) ?? new Counts();
    this.#connectionsOf.set(worker, own);
    for (const [address, count] of connections) {
      own.add(address, count);
      this.#connections.add(address, count);
    }
  }

  enter(rate: RateName, key: string, count: number): void {
    this.#rates.enter(rate, key, count);
  }

  /**
   * Where several took at the same moment, more may have been taken than there was: milliseconds until that is made good; 0
   * where nothing is.
   */
  overdrawnMs(rate: RateName, key: string): number {
    return this.#rates.overdrawnMs(rate, key);
  }

  known(): LimitsKnowledge {
    return { fullAt: this.#rates.entries(), connections: this.#connections.entries() };
  }

  /** @returns what the others are to be told: its connections are closed */
  forget(worker: Worker): LimitsNews {
    const held = this.#connectionsOf.get(worker)?.entries() ?? [];
    this.#connectionsOf.delete(worker);
    const connections = held.map(([address, count]) => [address, -count] as const);
    for (const [address, count] of connections) this.#connections.add(address, count);
    return { taken: [], connections };
  }
}
