import type { SharedBytes } from './layout.ts';

// Shared bytes used round and round. A position counts units of 8 bytes since the beginning, modulo 2^32, so it also
// says in which lap it is; two positions can be compared while they are less than 2^32 units (32 GiB) apart. Record
// headers start at a position; what runs over the end goes on at the beginning.

export const UNIT_BYTES = 8;

/** A record that is larger than the quarter of the capacity which a ring or log takes at once. */
export class RecordTooLargeError extends Error {
  override readonly name = 'RecordTooLargeError';
}

/** Units from one position forward to another. */
export function unitsBetween(from: number, to: number): number {
  return (to - from) >>> 0;
}

export function unitsFor(byteLength: number): number {
  return Math.ceil(byteLength / UNIT_BYTES);
}

/** Throws a RangeError unless `capacity` (bytes) is a power of two from 256 to 2^30. */
export function checkCapacity(capacity: number): void {
  if (!Number.isInteger(Math.log2(capacity)) || capacity < 256 || capacity > 2 ** 30) {
    throw new RangeError(`a capacity must be a power of two from 256 to 2^30 bytes: ${capacity}`);
  }
}

export class CircularBytes {
  readonly capacityUnits: number;
  readonly #words: Int32Array;
  readonly #bytes: Buffer;
  readonly #byteMask: number;
  readonly #wordMask: number;

  constructor(bytes: SharedBytes) {
    checkCapacity(bytes.byteLength);
    this.capacityUnits = bytes.byteLength / UNIT_BYTES;
    this.#words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#byteMask = bytes.byteLength - 1;
    this.#wordMask = bytes.byteLength / 4 - 1;
  }

  /** Units that one record with its header may take. */
  get maxRecordUnits(): number {
    return this.capacityUnits / 4;
  }

  /** Units that a record takes. Throws a RecordTooLargeError. */
  recordUnits(headerUnits: number, byteLength: number): number {
    const units = headerUnits + unitsFor(byteLength);
    if (units > this.maxRecordUnits) {
      const limit = (this.maxRecordUnits - headerUnits) * UNIT_BYTES;
      throw new RecordTooLargeError(`a record of ${byteLength} bytes where ${limit} is the limit`);
    }
    return units;
  }

  /** The `index`-th int32 after `position`. */
  word(position: number, index: number): number {
    return this.#words[(position * 2 + index) & this.#wordMask]!;
  }

  setWord(position: number, index: number, value: number): void {
    this.#words[(position * 2 + index) & this.#wordMask] = value;
  }

  /** Copies `source` to `byteOffset` bytes after `position`. */
  write(position: number, byteOffset: number, source: Uint8Array): void {
    const start = (position * UNIT_BYTES + byteOffset) & this.#byteMask;
    const beforeEnd = this.#bytes.byteLength - start;
    if (source.byteLength <= beforeEnd) {
      this.#bytes.set(source, start);
    } else {
      this.#bytes.set(source.subarray(0, beforeEnd), start);
      this.#bytes.set(source.subarray(beforeEnd), 0);
    }
  }

  /** Copies `byteLength` bytes from `byteOffset` after `position` into memory that is not shared. */
  read(position: number, byteOffset: number, byteLength: number): Buffer {
    const start = (position * UNIT_BYTES + byteOffset) & this.#byteMask;
    const copy = Buffer.allocUnsafe(byteLength);
    const copied = this.#bytes.copy(copy, 0, start, start + byteLength);
    if (copied < byteLength) this.#bytes.copy(copy, copied, 0, byteLength - copied);
    return copy;
  }
}
