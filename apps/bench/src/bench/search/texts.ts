import { SeededRandom } from '@skein/client/testing/random';

/** How words of a script are made, and how often it is written. */
interface Script {
  readonly share: number;
  readonly letters: string;
  readonly wordLength: readonly [least: number, most: number];
  readonly words: number;
  readonly between: string;
}

const SCRIPTS: readonly Script[] = [
  { share: 0.5, letters: 'eeeaaaiiooutnnrrssllcdmphgbvfyk', wordLength: [2, 9], words: 20_000, between: ' ' },
  { share: 0.12, letters: codePoints(0x4e00, 1_200), wordLength: [1, 3], words: 8_000, between: '' },
  {
    share: 0.1,
    letters: codePoints(0x3041, 80) + codePoints(0x5000, 400),
    wordLength: [1, 4],
    words: 6_000,
    between: '',
  },
  { share: 0.1, letters: codePoints(0x0627, 28), wordLength: [2, 7], words: 8_000, between: ' ' },
  { share: 0.1, letters: codePoints(0x0915, 36), wordLength: [2, 6], words: 8_000, between: ' ' },
  { share: 0.08, letters: 'оеаинтсрвлкмдпуяыьгзбч', wordLength: [2, 9], words: 10_000, between: ' ' },
];
const WORDS_IN_MESSAGE = [2, 22] as const;

/** Messages of several scripts with words as rare and as frequent as in life: the n-th word comes 1/n as often as the first. */
export class Texts {
  readonly #random: SeededRandom;
  readonly #words: readonly (readonly string[])[];

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
    this.#words = SCRIPTS.map((script) => Array.from({ length: script.words }, () => this.#makeWord(script)));
  }

  next(): string {
    const script = this.#pickScript();
    const words = Array.from({ length: this.#between(WORDS_IN_MESSAGE) }, () => this.#pickWord(script));
    return words.join(SCRIPTS[script]!.between);
  }

  #makeWord({ letters, wordLength }: Script): string {
    const characters = [...letters];
    return Array.from({ length: this.#between(wordLength) }, () => this.#random.pick(characters)).join('');
  }

  #pickScript(): number {
    let left = this.#random.fraction();
    return Math.max(
      0,
      SCRIPTS.findIndex(({ share }) => (left -= share) < 0),
    );
  }

  /** By the rule of Zipf: ranks are exponentials of what is evenly spread. */
  #pickWord(script: number): string {
    const words = this.#words[script]!;
    return words[Math.floor(words.length ** this.#random.fraction()) - 1]!;
  }

  #between([least, most]: readonly [number, number]): number {
    return least + this.#random.below(most - least + 1);
  }
}

function codePoints(first: number, count: number): string {
  return Array.from({ length: count }, (_, index) => String.fromCodePoint(first + index)).join('');
}
