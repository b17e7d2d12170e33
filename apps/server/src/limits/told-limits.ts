import { Counts } from './counts.ts';
import { CONNECTIONS_PER_ADDRESS, type Limits, type RateName } from './limits.ts';
import type { LimitsKnowledge, LimitsNews } from './limits-news.ts';
import { RateBook } from './rate-book.ts';

type Taken = ReturnType<Limits['take']>;
const TAKEN: Taken = { ok: true };

interface GrowingNews extends LimitsNews {
  readonly taken: [RateName, string, number][];
  readonly connections: [string, number][];
}

export interface ToldLimitsOptions {
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** Tells all other workers, soon. */
  readonly tell: (news: LimitsNews) => void;
}

/**
 * The limits of a hub worker that shares no memory with the others: each judges by what it knows, at once, and they tell each other
 * what was taken. What is taken elsewhere within the millisecond or so that news takes is not known yet: so much may be let through
 * once more than a limit says, and is waited for afterwards.
 */
export class ToldLimits implements Limits {
  readonly #options: ToldLimitsOptions;
  #rates: RateBook;
  #connections = new Counts();
  #news: GrowingNews | undefined;

  constructor(options: ToldLimitsOptions) {
    this.#options = options;
    this.#rates = new RateBook(options.now);
  }

  /** To be called once, before anything is asked. */
  begin({ fullAt, connections }: LimitsKnowledge): void {
    this.#rates = new RateBook(this.#options.now, fullAt);
    this.#connections = new Counts(connections);
  }

  hear({ taken, connections }: LimitsNews): void {
    for (const [rate, key, count] of taken) this.#rates.enter(rate, key, count);
    for (const [address, count] of connections) this.#connections.add(address, count);
  }

  take(rate: RateName, key: string): Taken {
    const answer = this.peek(rate, key);
    if (answer.ok) this.#enter(rate, key, 1);
    return answer;
  }

  peek(rate: RateName, key: string): Taken {
    const retryAfterMs = this.#rates.waitMs(rate, key);
    return retryAfterMs === 0 ? TAKEN : { ok: false, retryAfterMs };
  }

  giveBack(rate: RateName, key: string): void {
    this.#enter(rate, key, -1);
  }

  openConnection(address: string): boolean {
    if (this.#connections.of(address) >= CONNECTIONS_PER_ADDRESS) return false;
    this.#count(address, 1);
    return true;
  }

  closeConnection(address: string): void {
    this.#count(address, -1);
  }

  #enter(rate: RateName, key: string, count: number): void {
    this.#rates.enter(rate, key, count);
    this.#unsaid.taken.push([rate, key, count]);
  }

  #count(address: string, count: number): void {
    this.#connections.add(address, count);
    this.#unsaid.connections.push([address, count]);
  }

  /** Gathers what happens in one go of the event loop into one piece of news. */
  get #unsaid(): GrowingNews {
    if (this.#news) return this.#news;
    const news: GrowingNews = { taken: [], connections: [] };
    this.#news = news;
    queueMicrotask(() => {
      this.#news = undefined;
      this.#options.tell(news);
    });
    return news;
  }
}
