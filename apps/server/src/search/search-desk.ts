import { setTimeout as sleep, setImmediate as nextTurn } from 'node:timers/promises';
import type { SearchAnswer } from '@skein/protocol/search';
import type { DatabaseSync } from 'node:sqlite';
import type { Log } from '../log.ts';
import { accepted, refused, type Result } from '../result.ts';
import { Follower, MustBeginAnew } from './follower.ts';
import { IndexFile, OtherFormat } from './index-file.ts';
import type { Searched } from './matches.ts';
import { search, type SearchAsk } from './search.ts';
import type { SearchSource } from './search-source.ts';
import { Tail } from './tail.ts';

/** How long after its commit a message may not be found yet. */
const POLL_MS = 100;
/** After this much work at a stretch the thread's core is left to others for as long. */
const WORK_MS = 10;
const REST_MS = 5;
const RETRY_MS = 5_000;

export interface SearchDeskOptions {
  readonly source: SearchSource;
  /** Opens the index, making it where there is none. */
  readonly openIndex: () => DatabaseSync;
  readonly removeIndex: () => void;
  /** Whether an error says that the file is damaged, and not that the disk is full. */
  readonly isDamage: (error: unknown) => boolean;
  readonly log: Log;
  /** Documents that make a block of the index. */
  readonly blockDocuments?: number;
}

interface Index extends Searched {
  readonly follower: Follower;
}

/**
 * Keeps the index up to date, and answers from it. An index that is damaged, of another history or of an earlier version is
 * thrown away and built anew while the chat runs; what is not in it again yet is not found until then, and the answer says so.
 */
export class SearchDesk {
  readonly #options: SearchDeskOptions;
  #index: Index | undefined;
  #seen = -1;

  constructor(options: SearchDeskOptions) {
    this.#options = options;
  }

  async answer(ask: SearchAsk, signal: AbortSignal): Promise<Result<SearchAnswer>> {
    const index = this.#index;
    if (!index) return refused('busy', { retryAfterMs: 1_000 });
    try {
      const found = await search(ask, index, signal);
      if (!found) return refused('busy');
      const { progress } = index.follower;
      return accepted({ ...found, ...(progress < 1 ? { indexed: progress } : {}) });
    } catch (error) {
      // The index was exchanged under it.
      if (index !== this.#index) return refused('busy', { retryAfterMs: 1_000 });
      if (this.#isUseless(error)) this.#begin(error);
      throw error;
    }
  }

  /** Follows the main database until the signal, and then closes everything. */
  async run(signal?: AbortSignal): Promise<void> {
    while (!signal?.aborted) {
      await this.catchUp(signal);
      await sleep(POLL_MS, undefined, signal ? { signal } : {}).catch(() => undefined);
    }
    this.#index?.file[Symbol.dispose]();
    this.#options.source[Symbol.dispose]();
  }

  /** Until everything that is committed by now can be found. */
  async catchUp(signal?: AbortSignal): Promise<void> {
    let restAt = performance.now() + WORK_MS;
    while (!signal?.aborted && (await this.#step())) {
      if (performance.now() < restAt) {
        await nextTurn();
        continue;
      }
      await sleep(REST_MS);
      restAt = performance.now() + WORK_MS;
    }
  }

  /** @returns whether there is more to do */
  async #step(): Promise<boolean> {
    try {
      this.#index ??= this.#open();
      const version = this.#options.source.version();
      if (version === this.#seen) return false;
      if (await this.#index.follower.step()) return true;
      this.#seen = version;
      return false;
    } catch (error) {
      if (this.#isUseless(error)) this.#begin(error);
      else {
        this.#options.log.error({ err: error }, 'the search index could not be brought up to date; it is tried again');
        await sleep(RETRY_MS);
      }
      return true;
    }
  }

  #open(): Index {
    const { source, openIndex, blockDocuments } = this.#options;
    const database = openIndex();
    try {
      const [file, tail] = [new IndexFile(database), new Tail()];
      return {
        source,
        file,
        tail,
        follower: new Follower({ source, file, tail, ...(blockDocuments ? { blockDocuments } : {}) }),
      };
    } catch (error) {
      if (database.isOpen) database.close();
      throw error;
    }
  }

  #isUseless(error: unknown): boolean {
    return error instanceof MustBeginAnew || error instanceof OtherFormat || this.#options.isDamage(error);
  }

  #begin(why: unknown): void {
    this.#options.log.warn({ err: why }, 'the search index is built anew');
    this.#index?.file[Symbol.dispose]();
    this.#index = undefined;
    this.#seen = -1;
    this.#options.removeIndex();
  }
}
