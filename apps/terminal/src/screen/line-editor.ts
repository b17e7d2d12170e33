import { safeText, widthOf } from '@skein/command-line/safe-text';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const LINE_END_SIGN = '⏎';

/** The line that is being typed. It is edited by what a person takes for characters, whatever they are made of. */
export class LineEditor {
  #characters: string[] = [];
  #cursor = 0;
  readonly #earlier: string[] = [];
  #recalled = 0;

  get text(): string {
    return this.#characters.join('');
  }

  insert(text: string): void {
    const before = this.#characters.slice(0, this.#cursor).join('') + text;
    const after = this.#characters.slice(this.#cursor).join('');
    // Put together anew: an accent that is typed belongs to the character before it.
    this.#characters = charactersOf(before + after);
    this.#cursor = Math.min(charactersOf(before).length, this.#characters.length);
  }

  /** Takes the line away, and keeps it to be recalled. */
  take(): string {
    const { text } = this;
    if (text !== '' && this.#earlier.at(-1) !== text) this.#earlier.push(text);
    this.#recalled = this.#earlier.length;
    this.replace('');
    return text;
  }

  replace(text: string): void {
    this.#characters = charactersOf(text);
    this.#cursor = this.#characters.length;
  }

  /** The line sent before, or after, the one that is shown. */
  recall(step: -1 | 1): void {
    const next = this.#recalled + step;
    if (next < 0 || next > this.#earlier.length) return;
    this.#recalled = next;
    this.replace(this.#earlier[next] ?? '');
  }

  move(step: -1 | 1): void {
    this.#cursor = Math.min(Math.max(this.#cursor + step, 0), this.#characters.length);
  }

  moveWord(step: -1 | 1): void {
    this.#cursor = this.#wordEnd(step);
  }

  toStart(): void {
    this.#cursor = 0;
  }

  toEnd(): void {
    this.#cursor = this.#characters.length;
  }

  deleteBefore(): void {
    if (this.#cursor > 0) this.#characters.splice(--this.#cursor, 1);
  }

  deleteAfter(): void {
    this.#characters.splice(this.#cursor, 1);
  }

  deleteWordBefore(): void {
    const start = this.#wordEnd(-1);
    this.#characters.splice(start, this.#cursor - start);
    this.#cursor = start;
  }

  deleteToStart(): void {
    this.#characters.splice(0, this.#cursor);
    this.#cursor = 0;
  }

  deleteToEnd(): void {
    this.#characters.splice(this.#cursor);
  }

  /** The part around the cursor that fits into so many columns, and the cursor's column in it. */
  view(columns: number): { readonly text: string; readonly cursor: number } {
    const shown = this.#characters.map((character) => (character === '\n' ? LINE_END_SIGN : safeText(character)));
    let start = 0;
    while (widthOf(shown.slice(start, this.#cursor).join('')) >= columns) start++;
    let text = '';
    for (const character of shown.slice(start)) {
      if (widthOf(text + character) > columns) break;
      text += character;
    }
    return { text, cursor: widthOf(shown.slice(start, this.#cursor).join('')) };
  }

  #wordEnd(step: -1 | 1): number {
    const at = (index: number): string | undefined => this.#characters[step < 0 ? index - 1 : index];
    let index = this.#cursor;
    while (at(index) === ' ') index += step;
    while (at(index) !== undefined && at(index) !== ' ') index += step;
    return index;
  }
}

function charactersOf(text: string): string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment);
}
