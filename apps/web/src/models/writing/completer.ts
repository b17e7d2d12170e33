import { type ReadonlySignal, batch, signal } from '@preact/signals-core';
import type { Person } from '@skein/protocol/people';
import { type Asked, type Trigger, askedAt } from './completion.ts';
import type { Selected, TextEdit } from './text-edit.ts';

/** One of what may be meant. */
export interface Completion {
  readonly key: string;
  /** What takes the place of what was typed. */
  readonly insert: string;
  readonly label: string;
  /** More about it, in quiet letters. */
  readonly about?: string;
  /** Before the label: an emoji. */
  readonly sign?: string;
  /** Whom it stands for. */
  readonly person?: Person;
}

export type CompletionSource = (query: string) => Promise<readonly Completion[]>;
export type CompletionSources = Readonly<Record<Trigger, CompletionSource>>;

/** What may be meant by what is being written, and which of it is chosen. Only the last question's answer counts. */
export class Completer {
  readonly options: ReadonlySignal<readonly Completion[]>;
  readonly chosen = signal(0);
  readonly #options = signal<readonly Completion[]>([]);
  readonly #sources: CompletionSources;
  #asked: Asked | undefined;
  /** Whether a space follows already. */
  #isSpaced = false;
  /** Where somebody has put the list away; it stays away there. */
  #closedAt: number | undefined;
  #question = 0;

  constructor(sources: CompletionSources) {
    this.#sources = sources;
    this.options = this.#options;
  }

  get isOpen(): boolean {
    return this.#options.peek().length > 0;
  }

  /** The text or the caret is another one. */
  async look(selected: Selected): Promise<void> {
    const asked = askedAt(selected);
    const question = ++this.#question;
    if (asked?.from !== this.#closedAt) this.#closedAt = undefined;
    this.#asked = asked;
    this.#isSpaced = asked !== undefined && /^\s/.test(selected.text.slice(asked.to));
    if (!asked || this.#closedAt !== undefined) return this.#show([]);
    const options = await this.#sources[asked.trigger](asked.query);
    if (question === this.#question) this.#show(options);
  }

  /** Whether what is chosen was written out already, so that Enter need not write it. */
  get isWritten(): boolean {
    const insert = this.#options.peek()[this.chosen.peek()]?.insert;
    return this.#asked !== undefined && insert === this.#asked.trigger + this.#asked.query;
  }

  move(step: 1 | -1): void {
    const count = this.#options.value.length;
    this.chosen.value = (this.chosen.value + step + count) % count;
  }

  /** @returns what to do to the text, a space after it included; the list is closed */
  take(index = this.chosen.value): { readonly edit: TextEdit; readonly option: Completion } | undefined {
    const option = this.#options.value[index];
    if (!option || !this.#asked) return undefined;
    const { from, to } = this.#asked;
    const insert = this.#isSpaced ? option.insert : `${option.insert} `;
    this.#question++;
    this.#show([]);
    return { option, edit: { from, to, insert, start: from + insert.length, end: from + insert.length } };
  }

  /** Puts the list away until something else is asked for. */
  close(): void {
    this.#closedAt = this.#asked?.from;
    this.#question++;
    this.#show([]);
  }

  #show(options: readonly Completion[]): void {
    if (options.length === 0 && !this.isOpen) return;
    batch(() => {
      this.#options.value = options;
      this.chosen.value = 0;
    });
  }
}
