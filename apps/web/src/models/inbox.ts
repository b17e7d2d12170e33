import { batch, signal } from '@preact/signals-core';
import type { Result } from '@skein/client/rest-client';
import type { Inbox as InboxPage } from '@skein/protocol/rest';
import type { Trouble } from './trouble.ts';

export type InboxItem = InboxPage['items'][number];
export type LoadInbox = (options: { before?: number }) => Promise<Result<InboxPage>>;

/** Messages that mention somebody or answer them, page by page, the newest first. */
export class Inbox {
  readonly items = signal<readonly InboxItem[] | undefined>(undefined);
  readonly hasMore = signal(false);
  readonly trouble = signal<Trouble | undefined>(undefined);
  readonly #load: LoadInbox;
  #before: number | undefined;
  #isLoading = false;

  constructor(load: LoadInbox) {
    this.#load = load;
  }

  load(): Promise<void> {
    this.#before = undefined;
    return this.loadMore();
  }

  async loadMore(): Promise<void> {
    if (this.#isLoading) return;
    this.#isLoading = true;
    const before = this.#before;
    const page = await this.#load(before === undefined ? {} : { before });
    this.#isLoading = false;
    batch(() => {
      this.trouble.value = page.ok ? undefined : page.error;
      if (!page.ok) return;
      this.#before = page.value.before;
      this.hasMore.value = page.value.more;
      this.items.value = before === undefined ? page.value.items : [...(this.items.value ?? []), ...page.value.items];
    });
  }
}
