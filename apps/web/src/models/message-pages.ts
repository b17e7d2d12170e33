import { batch, signal } from '@preact/signals-core';
import type { Result } from '@skein/client/rest-client';
import type { Trouble } from './trouble.ts';

export interface MessagePage<Item> {
  readonly items: readonly Item[];
  readonly more: boolean;
  /** Where the next page is. */
  readonly before?: number | undefined;
}

export type LoadMessages<Item> = (options: { before?: number }) => Promise<Result<MessagePage<Item>>>;

/** Messages from all rooms, page by page, the newest first: those that mention somebody, or that they saved. */
export class MessagePages<Item> {
  readonly items = signal<readonly Item[] | undefined>(undefined);
  readonly hasMore = signal(false);
  readonly trouble = signal<Trouble | undefined>(undefined);
  readonly #load: LoadMessages<Item>;
  #before: number | undefined;
  #isLoading = false;

  constructor(load: LoadMessages<Item>) {
    this.#load = load;
  }

  async loadMore(): Promise<void> {
    if (this.#isLoading) return;
    this.#isLoading = true;
    const page = await this.#load(this.#before === undefined ? {} : { before: this.#before });
    this.#isLoading = false;
    batch(() => {
      this.trouble.value = page.ok ? undefined : page.error;
      if (!page.ok) return;
      this.#before = page.value.before;
      this.hasMore.value = page.value.more;
      this.items.value = [...(this.items.value ?? []), ...page.value.items];
    });
  }

  /** Takes one out of what is shown. */
  drop(item: Item): void {
    this.items.value = this.items.value?.filter((other) => other !== item);
  }
}
