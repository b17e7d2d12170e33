import { defineLayout, int32s, type ViewOf } from '../../layout.ts';
import { buffersIn, type HeldWord } from './deadly-atomics.ts';

// Which word of the memory a thread held when it died, told by the thread itself with its last breath: the number of the
// buffer from 1, and the place of the word in it. 0: it held none.

const obituaryLayout = defineLayout({ where: int32s(2) });

export class Obituary {
  readonly buffer: SharedArrayBuffer;
  readonly #where: ViewOf<typeof obituaryLayout>['where'];

  constructor(buffer = new SharedArrayBuffer(obituaryLayout.byteLength)) {
    this.buffer = buffer;
    this.#where = obituaryLayout.view(buffer).where;
  }

  write(memory: unknown, { words, index }: HeldWord): void {
    this.#where[1] = words.byteOffset / 4 + index;
    this.#where[0] = buffersIn(memory).indexOf(words.buffer) + 1;
  }

  read(memory: unknown): HeldWord | undefined {
    const buffer = buffersIn(memory)[this.#where[0]! - 1];
    return buffer && { words: new Int32Array(buffer), index: this.#where[1]! };
  }
}
