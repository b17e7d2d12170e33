import { type ReadonlySignal, computed, signal } from '@preact/signals-core';
import { type Block, mayHaveMarkup } from './markup.ts';

export type ParseMarkdown = (body: string) => readonly Block[];

/** What was parsed last is kept, so that scrolling back and forth costs nothing. */
const KEPT_MESSAGES = 500;

/** Reads messages. Its parser comes when the first one needs it, and until then nothing of that one is shown. */
export class MarkupReader {
  /** Whether what has markup can be shown: as it is meant, or as it was typed where the parser could not be loaded. */
  readonly isSettled: ReadonlySignal<boolean>;
  readonly #parser = signal<ParseMarkdown | 'none yet' | 'failed'>('none yet');
  readonly #load: () => Promise<ParseMarkdown>;
  readonly #kept = new Map<string, readonly Block[]>();
  #loading: Promise<void> | undefined;

  constructor(load: () => Promise<ParseMarkdown>) {
    this.#load = load;
    this.isSettled = computed(() => this.#parser.value !== 'none yet');
  }

  /** Tracked. @returns undefined for plain text, `unknown` while the parser is on its way */
  read(body: string): readonly Block[] | 'unknown' | undefined {
    if (!mayHaveMarkup(body)) return undefined;
    const parse = this.#parser.value;
    if (typeof parse === 'function') return this.#kept.get(body) ?? this.#parse(parse, body);
    void this.prepare();
    return parse === 'failed' ? undefined : 'unknown';
  }

  /** Brings the parser if one of these needs it. Never fails: text can be read without. */
  async prepareFor(bodies: Iterable<string>): Promise<void> {
    for (const body of bodies) if (mayHaveMarkup(body)) return this.prepare();
  }

  /** Where it failed, it is tried again the next time. */
  prepare(): Promise<void> {
    this.#loading ??= this.#load().then(
      (parse) => void (this.#parser.value = parse),
      () => {
        this.#parser.value = 'failed';
        this.#loading = undefined;
      },
    );
    return this.#loading;
  }

  #parse(parse: ParseMarkdown, body: string): readonly Block[] {
    const blocks = parse(body);
    this.#kept.set(body, blocks);
    if (this.#kept.size > KEPT_MESSAGES) this.#kept.delete(this.#kept.keys().next().value!);
    return blocks;
  }
}
