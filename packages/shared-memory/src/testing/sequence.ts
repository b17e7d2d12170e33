import { SeededRandom } from './seeded-random.ts';

// Records that prove themselves: number │ checksum │ filler of a random length. The checksum covers number, length and
// filler, so a record made of two halves of others is found out, and a number that is missing or comes twice as well.

const HEADER_BYTES = 8;

export class SequenceGenerator {
  readonly #random: SeededRandom;
  readonly #maxBytes: number;
  #number = 0;

  /** Records of 8 to `maxBytes` bytes. */
  constructor(seed: number, maxBytes: number, firstNumber = 0) {
    this.#random = new SeededRandom(seed);
    this.#maxBytes = maxBytes;
    this.#number = firstNumber;
  }

  next(): Buffer {
    const record = Buffer.alloc(HEADER_BYTES + this.#random.below(this.#maxBytes - HEADER_BYTES + 1));
    record.fill(this.#random.below(256), HEADER_BYTES);
    record.writeUInt32LE(this.#number++, 0);
    record.writeUInt32LE(checksum(record), 4);
    return record;
  }
}

/** Throws an Error at the first record that is damaged or out of order. */
export class SequenceVerifier {
  #next = 0;
  #gaps = 0;

  get verified(): number {
    return this.#next;
  }

  get gaps(): number {
    return this.#gaps;
  }

  /** The next number, without a gap. */
  accept(record: Buffer): void {
    const number = numberOf(record);
    if (number !== this.#next) throw new Error(`record ${number} where ${this.#next} was due`);
    this.#next++;
  }

  /** Any later number: some may be missing, which is counted. */
  acceptLater(record: Buffer): void {
    const number = numberOf(record);
    if (number < this.#next) throw new Error(`record ${number} where ${this.#next} or later was due`);
    if (number > this.#next) this.#gaps++;
    this.#next = number + 1;
  }
}

function numberOf(record: Buffer): number {
  if (record.length < HEADER_BYTES) throw new Error(`a record of ${record.length} bytes`);
  if (record.readUInt32LE(4) !== checksum(record)) throw new Error(`record ${record.readUInt32LE(0)} is damaged`);
  return record.readUInt32LE(0);
}

/** FNV-1a over everything but the checksum itself, and the length. */
function checksum(record: Buffer): number {
  let hash = 0x811c9dc5 ^ record.length;
  for (let index = 0; index < record.length; index++) {
    if (index < 4 || index >= HEADER_BYTES) hash = Math.imul(hash ^ record[index]!, 0x01000193);
  }
  return hash >>> 0;
}
