import { useMemo } from 'preact/hooks';
import type { Clock } from '../../models/clock.ts';
import type { Emojis } from '../../models/emoji/emojis.ts';
import { namedSince } from '../../models/writing/completion.ts';
import type { Selected } from '../../models/writing/text-edit.ts';
import { usePage } from '../../page.ts';
import { applyEdit, selectedIn } from './apply-edit.ts';

/** No message waits longer for what its emoji are called: it goes as it was typed. */
const MOST_PATIENCE_MS = 3_000;

interface TextRef {
  readonly current: HTMLTextAreaElement | null;
}

/** Puts emoji in the place of their names in a text box, as soon as it is known what they are called. */
export class NamedEmoji {
  readonly #emojis: Emojis;
  readonly #clock: Clock;
  readonly #box: TextRef;
  /** What was written before the first name that still stands there. */
  #before: string | undefined;
  #placing: Promise<void> | undefined;

  constructor(emojis: Emojis, clock: Clock, box: TextRef) {
    this.#emojis = emojis;
    this.#clock = clock;
    this.#box = box;
  }

  /** Something has come into the text, by one key or as a whole. */
  written(before: string, selected: Selected): void {
    if (namedSince(before, selected).length === 0) return;
    this.#before ??= before;
    this.#placing ??= this.#place();
  }

  /** Calls back once no name waits for its emoji, at once where none does; never where the text box is gone by then. */
  whenPlaced(then: () => void): void {
    if (!this.#placing) return then();
    const patience = new Promise<void>((resolve) => this.#clock.after(MOST_PATIENCE_MS, resolve));
    void Promise.race([this.#placing, patience]).then(() => this.#box.current && then());
  }

  /** The last first, so that the others stay where they are. */
  async #place(): Promise<void> {
    const book = await this.#emojis.book().catch(() => undefined);
    const before = this.#before!;
    this.#before = this.#placing = undefined;
    const box = this.#box.current;
    if (!book || !box) return;
    let caret = box.selectionEnd;
    for (const { shortcode, from, to } of namedSince(before, selectedIn(box)).toReversed()) {
      const entry = book.named(shortcode);
      if (!entry) continue;
      const insert = this.#emojis.inTone(entry);
      caret += insert.length - (to - from);
      applyEdit(box, { from, to, insert, start: caret, end: caret });
      this.#emojis.use(insert);
    }
  }
}

export function useNamedEmoji(box: TextRef): NamedEmoji {
  const { emojis, clock } = usePage();
  return useMemo(() => new NamedEmoji(emojis, clock, box), []);
}
