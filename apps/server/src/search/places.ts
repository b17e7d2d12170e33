/** Documents in one block of the index. A power of two; more make the index smaller and the tail, which is in memory, longer. */
export const BLOCK_DOCUMENTS = 16_384;
const WORDS = BLOCK_DOCUMENTS / 32;
const BITMAP_BYTES = BLOCK_DOCUMENTS / 8;

/** A set of places in a block. */
export class Places {
  readonly #words = new Int32Array(WORDS);

  static all(count: number): Places {
    const places = new Places();
    places.#words.fill(-1, 0, count >>> 5);
    if (count % 32 !== 0) places.#words[count >>> 5] = ~(-1 << (count % 32));
    return places;
  }

  has(place: number): boolean {
    return (this.#words[place >>> 5]! & (1 << (place & 31))) !== 0;
  }

  add(place: number): void {
    this.#words[place >>> 5]! |= 1 << (place & 31);
  }

  delete(place: number): void {
    this.#words[place >>> 5]! &= ~(1 << (place & 31));
  }

  /** Adds what a stored list holds. */
  addStored(stored: Uint8Array): void {
    if (stored.byteLength === BITMAP_BYTES) {
      const words = wordsOf(stored);
      for (let index = 0; index < WORDS; index++) this.#words[index]! |= words[index]!;
    } else forEachStored(stored, (place) => this.add(place));
  }

  /** Keeps what a stored list holds too: as `intersect`, without a set in between. */
  intersectStored(stored: Uint8Array): void {
    const own = this.#words;
    if (stored.byteLength === BITMAP_BYTES) {
      const words = wordsOf(stored);
      for (let index = 0; index < WORDS; index++) own[index]! &= words[index]!;
      return;
    }
    // Of one word after the other, as the list ascends.
    let index = 0;
    let kept = 0;
    forEachStored(stored, (place) => {
      if (place >>> 5 !== index) {
        own[index]! &= kept;
        own.fill(0, index + 1, place >>> 5);
        index = place >>> 5;
        kept = 0;
      }
      kept |= 1 << (place & 31);
    });
    own[index]! &= kept;
    own.fill(0, index + 1);
  }

  /** Adds what is in the other. */
  unite(other: Places): void {
    for (let index = 0; index < WORDS; index++) this.#words[index]! |= other.#words[index]!;
  }

  /** Takes away what is in the other. */
  subtract(other: Places): void {
    for (let index = 0; index < WORDS; index++) this.#words[index]! &= ~other.#words[index]!;
  }

  /** Keeps what is in both. */
  intersect(other: Places): void {
    for (let index = 0; index < WORDS; index++) this.#words[index]! &= other.#words[index]!;
  }

  get size(): number {
    let size = 0;
    for (let word of this.#words) {
      word -= (word >>> 1) & 0x55555555;
      word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
      size += (((word + (word >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
    }
    return size;
  }

  /** Ascending. */
  toArray(): number[] {
    const places: number[] = [];
    for (let index = 0; index < WORDS; index++) {
      for (let word = this.#words[index]!; word !== 0; word &= word - 1) {
        places.push(index * 32 + (31 - Math.clz32(word & -word)));
      }
    }
    return places;
  }
}

function wordsOf(bitmap: Uint8Array): Int32Array {
  const isAligned = bitmap.byteOffset % Int32Array.BYTES_PER_ELEMENT === 0;
  return isAligned ? new Int32Array(bitmap.buffer, bitmap.byteOffset, WORDS) : new Int32Array(bitmap.slice().buffer);
}

function forEachStored(stored: Uint8Array, take: (place: number) => void): void {
  let place = -1;
  for (let index = 0; index < stored.byteLength;) {
    let step = stored[index++]!;
    if (step >= 0x80) step = (step & 0x7f) | (stored[index++]! << 7);
    place += step;
    take(place);
  }
}

/**
 * Places as they are stored: the steps from each to the next (the first from -1), seven bits in the first byte and seven in a
 * second one; or one bit for each place of the block where that is no longer.
 * @param places ascending, without repetitions
 */
export function store(places: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(BITMAP_BYTES + 1);
  let length = 0;
  let last = -1;
  for (const place of places) {
    const step = place - last;
    last = place;
    if (length + (step < 0x80 ? 1 : 2) >= BITMAP_BYTES) return toBitmap(places);
    if (step < 0x80) bytes[length++] = step;
    else {
      bytes[length++] = 0x80 | (step & 0x7f);
      bytes[length++] = step >>> 7;
    }
  }
  return bytes.slice(0, length);
}

function toBitmap(places: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(BITMAP_BYTES);
  for (const place of places) bytes[place >>> 3]! |= 1 << (place & 7);
  return bytes;
}
