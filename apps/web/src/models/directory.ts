import { batch, signal } from '@preact/signals-core';
import type { RestClient } from '@skein/client/rest-client';
import type { Directory as DirectoryPage } from '@skein/protocol/rest';
import type { Trouble } from './trouble.ts';

export type DirectoryRoom = DirectoryPage['rooms'][number];

/** The public rooms, searched while somebody types; only the answer to the last question counts. */
export class Directory {
  readonly rooms = signal<readonly DirectoryRoom[] | undefined>(undefined);
  readonly next = signal<string | undefined>(undefined);
  readonly trouble = signal<Trouble | undefined>(undefined);
  readonly #rest: Pick<RestClient, 'directory'>;
  #question = 0;
  #search = '';

  constructor(rest: Pick<RestClient, 'directory'>) {
    this.#rest = rest;
  }

  search(text: string): Promise<void> {
    this.#search = text.trim();
    return this.#ask([]);
  }

  more(): Promise<void> {
    return this.#ask(this.rooms.value ?? [], this.next.value);
  }

  async #ask(before: readonly DirectoryRoom[], after?: string): Promise<void> {
    const question = ++this.#question;
    const answer = await this.#rest.directory(this.#search || undefined, after);
    if (question !== this.#question) return;
    batch(() => {
      this.trouble.value = answer.ok ? undefined : answer.error;
      if (!answer.ok) return;
      this.rooms.value = [...before, ...answer.value.rooms];
      this.next.value = answer.value.next;
    });
  }
}
