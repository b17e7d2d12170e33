import { type ReadonlySignal, type Signal, effect, signal } from '@preact/signals-core';
import type { Memory } from '../memory.ts';
import { type Emoji, type Tone, toned } from './emoji.ts';
import type { EmojiBook } from './emoji-book.ts';

const RECENT = 24;
/** Before anybody has used any. */
const FIRST: readonly string[] = ['👍', '❤️', '😂', '🎉', '👀', '🙏', '😮', '✅'];

/** Emoji as one person uses them in this browser: which ones of late, and in which tone. */
export class Emojis {
  /** As they were picked, the latest first. */
  readonly recent: ReadonlySignal<readonly string[]>;
  readonly tone: Signal<Tone>;
  readonly #recent: Signal<readonly string[]>;
  readonly #load: () => Promise<EmojiBook>;
  #book: Promise<EmojiBook> | undefined;

  /** @param load brings the book, when somebody first looks into it */
  constructor(memory: Memory, load: () => Promise<EmojiBook>) {
    const kept = read(memory.read('emoji'));
    this.#recent = signal(kept.recent);
    this.recent = this.#recent;
    this.tone = signal(kept.tone);
    this.#load = load;
    effect(() => memory.write('emoji', JSON.stringify({ recent: this.#recent.value, tone: this.tone.value })));
  }

  /** @throws where it cannot be loaded; the next try loads again */
  async book(): Promise<EmojiBook> {
    this.#book ??= this.#load();
    try {
      return await this.#book;
    } catch (error) {
      this.#book = undefined;
      throw error;
    }
  }

  inTone({ emoji, hasTones }: Emoji): string {
    return hasTones ? toned(emoji, this.tone.value) : emoji;
  }

  /** @param emoji as it is shown, tone and all */
  use(emoji: string): void {
    this.#recent.value = [emoji, ...this.#recent.value.filter((other) => other !== emoji)].slice(0, RECENT);
  }
}

function read(kept: string | undefined): { readonly recent: readonly string[]; readonly tone: Tone } {
  try {
    const { recent, tone } = JSON.parse(kept ?? '{}') as { recent?: readonly string[]; tone?: Tone };
    return { recent: recent ?? FIRST, tone: tone ?? 0 };
  } catch {
    return { recent: FIRST, tone: 0 };
  }
}
