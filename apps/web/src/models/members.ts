import { batch, signal } from '@preact/signals-core';
import type { RestClient } from '@skein/client/rest-client';
import type { Members as MembersPage } from '@skein/protocol/rest';
import type { Names } from './names.ts';
import type { Pictures } from './pictures.ts';
import type { Trouble } from './trouble.ts';

export type Member = MembersPage['members'][number];

/** What there is to know people by; who is read is met. */
interface Acquaintance {
  readonly rest: Pick<RestClient, 'members'>;
  readonly names: Pick<Names, 'meet'>;
  readonly pictures: Pick<Pictures, 'meet'>;
}

/** The members of one room, page by page. */
export class Members {
  readonly list = signal<readonly Member[] | undefined>(undefined);
  readonly next = signal<string | undefined>(undefined);
  readonly trouble = signal<Trouble | undefined>(undefined);
  readonly room: string;
  readonly #by: Acquaintance;
  #question = 0;

  constructor(room: string, by: Acquaintance) {
    this.room = room;
    this.#by = by;
  }

  /** Reads the first page again. */
  load(): Promise<void> {
    return this.#ask([]);
  }

  more(): Promise<void> {
    return this.#ask(this.list.value ?? [], this.next.value);
  }

  async #ask(before: readonly Member[], after?: string): Promise<void> {
    const question = ++this.#question;
    const answer = await this.#by.rest.members(this.room, after);
    if (question !== this.#question) return;
    batch(() => {
      this.trouble.value = answer.ok ? undefined : answer.error;
      if (!answer.ok) return;
      for (const member of answer.value.members) this.#by.names.meet(member);
      this.#by.pictures.meet(answer.value.members);
      this.list.value = [...before, ...answer.value.members];
      this.next.value = answer.value.next;
    });
  }
}
