import { batch, signal } from '@preact/signals-core';
import type { RestClient } from '@skein/client/rest-client';
import type { Bans as BansPage } from '@skein/protocol/rest';
import type { Trouble } from './trouble.ts';

export type Ban = BansPage['bans'][number];

/** Who is kept out of one room, page by page. */
export class Bans {
  readonly list = signal<readonly Ban[]>([]);
  readonly next = signal<string | undefined>(undefined);
  readonly trouble = signal<Trouble | undefined>(undefined);
  readonly #room: string;
  readonly #rest: Pick<RestClient, 'bans' | 'unban'>;
  #question = 0;

  constructor(room: string, rest: Pick<RestClient, 'bans' | 'unban'>) {
    this.#room = room;
    this.#rest = rest;
  }

  /** Reads the first page again. */
  load(): Promise<void> {
    return this.#ask([]);
  }

  more(): Promise<void> {
    return this.#ask(this.list.value, this.next.value);
  }

  /** @returns whether it was done */
  async letIn({ id }: Ban): Promise<boolean> {
    const answer = await this.#rest.unban(this.#room, id);
    batch(() => {
      this.trouble.value = answer.ok ? undefined : answer.error;
      if (answer.ok) this.list.value = this.list.value.filter((ban) => ban.id !== id);
    });
    return answer.ok;
  }

  async #ask(before: readonly Ban[], after?: string): Promise<void> {
    const question = ++this.#question;
    const answer = await this.#rest.bans(this.#room, after);
    if (question !== this.#question) return;
    batch(() => {
      this.trouble.value = answer.ok ? undefined : answer.error;
      if (!answer.ok) return;
      this.list.value = [...before, ...answer.value.bans];
      this.next.value = answer.value.next;
    });
  }
}
