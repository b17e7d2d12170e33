import { CircularBytes } from '../../circular-bytes.ts';
import type { SharedWords } from '../../layout.ts';

// Plain reads and writes of shared memory, made steps as well: what is written in between can be seen, and a thread can
// die between any two.

const originals = new WeakMap<SharedWords, SharedWords>();

/** The same words; every plain access through them is a step. */
export function steppedWords(words: SharedWords, step: () => void): SharedWords {
  const stepped = new Proxy(words, {
    get(target, name) {
      if (name === 'fill' || name === 'copyWithin') return wordByWord(target, name, step);
      if (isIndex(name)) step();
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set(target, name, value) {
      step();
      return Reflect.set(target, name, value, target);
    },
  });
  originals.set(stepped, words);
  return stepped;
}

export function unwrapped(words: SharedWords): SharedWords {
  return originals.get(words) ?? words;
}

/** Makes a ring's and a log's reading and writing several steps each, in this thread. */
export function stepCircularBytes(step: () => void): void {
  const { word, setWord, write, read } = CircularBytes.prototype;
  Object.assign(CircularBytes.prototype, {
    word(this: CircularBytes, position: number, index: number) {
      step();
      return word.call(this, position, index);
    },
    setWord(this: CircularBytes, position: number, index: number, value: number) {
      step();
      setWord.call(this, position, index, value);
    },
    write(this: CircularBytes, position: number, byteOffset: number, source: Uint8Array) {
      const half = source.byteLength >> 1;
      step();
      write.call(this, position, byteOffset, source.subarray(0, half));
      step();
      write.call(this, position, byteOffset + half, source.subarray(half));
    },
    read(this: CircularBytes, position: number, byteOffset: number, byteLength: number) {
      const half = byteLength >> 1;
      step();
      const first = read.call(this, position, byteOffset, half);
      step();
      return Buffer.concat([first, read.call(this, position, byteOffset + half, byteLength - half)]);
    },
  });
}

function isIndex(name: string | symbol): boolean {
  return typeof name === 'string' && /^\d+$/.test(name);
}

/** A few steps are enough for what is long: at the beginning, and in the middle. */
function wordByWord(words: SharedWords, name: 'fill' | 'copyWithin', step: () => void) {
  return (first: number, start: number, end: number) => {
    const middle = start + ((end - start) >> 1);
    step();
    words[name](first, start, middle);
    step();
    words[name](name === 'fill' ? first : first + middle - start, middle, end);
    return words;
  };
}
