import { batch, signal } from '@preact/signals-core';
import type { RestClient } from '@skein/client/rest-client';
import type { SearchAnswer, SearchHit, SearchOrder } from '@skein/protocol/search';
import { parseSearch } from '@skein/protocol/search-query';
import type { Clock } from '../clock.ts';
import type { Trouble } from '../trouble.ts';

/** What is to be seen of a search. */
export type SearchState =
  /** Nothing that could be looked for is typed. */
  | { readonly at: 'beginning' }
  /** An operator says nothing yet, or nothing that is understood. */
  | { readonly at: 'incomplete'; readonly operator: string }
  | { readonly at: 'looking' }
  | { readonly at: 'found' }
  | { readonly at: 'failed'; readonly trouble: Trouble };

/** What was found, newest question only. */
export interface Found {
  readonly hits: readonly SearchHit[];
  readonly next: string | undefined;
  readonly unknown: readonly string[];
  readonly indexed: number | undefined;
}

const NOTHING: Found = { hits: [], next: undefined, unknown: [], indexed: undefined };
/** Between two letters. */
const PAUSE_MS = 120;
/** After this long it is said that it takes long. */
const SLOW_MS = 700;
const AGAIN_MS = 1_000;

export interface SearchOptions {
  readonly rest: Pick<RestClient, 'search'>;
  readonly clock: Clock;
  readonly zone: string;
}

/** Searches while somebody types. A letter ends the question before it; what was found stays until there is an answer. */
export class Search {
  readonly typed = signal('');
  readonly order = signal<SearchOrder>('newest');
  readonly state = signal<SearchState>({ at: 'beginning' });
  readonly found = signal<Found>(NOTHING);
  readonly isSlow = signal(false);
  readonly #options: SearchOptions;
  #question = new AbortController();
  #stopTimer: () => void = () => {};

  constructor(options: SearchOptions) {
    this.#options = options;
  }

  type(text: string): void {
    this.typed.value = text;
    this.#askSoon(PAUSE_MS);
  }

  sortBy(order: SearchOrder): void {
    this.order.value = order;
    this.#askSoon(0);
  }

  again(): void {
    this.#askSoon(0);
  }

  async more(): Promise<void> {
    const { next } = this.found.value;
    if (next !== undefined && this.state.value.at === 'found') await this.#ask(next);
  }

  close(): void {
    this.#question.abort();
    this.#stopTimer();
  }

  #askSoon(pauseMs: number): void {
    this.close();
    this.#question = new AbortController();
    const parts = parseSearch(this.typed.value);
    const wrong = parts.find((part) => part.kind === 'filter' && part.fault);
    const isEmpty = parts.every(
      (part) => part.text === '' || (part.kind === 'term' && !/[\p{L}\p{N}\p{S}]/u.test(part.text)),
    );
    this.isSlow.value = false;
    if (wrong) {
      batch(() => {
        this.state.value = { at: 'incomplete', operator: this.typed.value.slice(wrong.start, wrong.end) };
        this.found.value = NOTHING;
      });
    } else if (isEmpty) {
      batch(() => {
        this.state.value = { at: 'beginning' };
        this.found.value = NOTHING;
      });
    } else {
      this.state.value = { at: 'looking' };
      this.#stopTimer = this.#options.clock.after(pauseMs, () => void this.#ask(undefined));
    }
  }

  async #ask(after: string | undefined): Promise<void> {
    const { rest, clock, zone } = this.#options;
    const { signal } = this.#question;
    this.state.value = { at: 'looking' };
    this.#stopTimer = clock.after(SLOW_MS, () => (this.isSlow.value = true));
    const answer = await rest.search({ query: this.typed.value, order: this.order.value, after, zone }, signal);
    if (signal.aborted) return;
    this.#stopTimer();
    batch(() => {
      this.isSlow.value = false;
      if (answer.ok) this.#show(answer.value, after);
      else this.state.value = { at: 'failed', trouble: answer.error };
    });
    const isBusy = !answer.ok && answer.error !== 'offline' && answer.error.retryAfterMs !== undefined;
    if (isBusy) this.#stopTimer = clock.after(AGAIN_MS, () => void this.#ask(after));
  }

  #show({ hits, next, unknown = [], indexed }: SearchAnswer, after: string | undefined): void {
    const before = after === undefined ? [] : this.found.value.hits;
    this.found.value = { hits: [...before, ...hits], next, unknown, indexed };
    this.state.value = { at: 'found' };
    // A page may be empty and not be the last.
    if (hits.length === 0 && next !== undefined) void this.#ask(next);
  }
}
