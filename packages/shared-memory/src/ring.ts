import { CircularBytes, UNIT_BYTES, unitsBetween } from './circular-bytes.ts';
import type { SharedWords, ViewOf } from './layout.ts';
import { RING_HEADER_BYTES, RING_HEADER_UNITS, RING_WORDS, type ringLayout } from './ring-layout.ts';

// Records of different lengths from one thread to one other. No lock, and nothing to repair:
//
//            tail                                  head
//             ▼                                     ▼
//   ┌─────────┬────────────────┬────────┬───────────┬───────────────────┐
//   │  free   │ length kind …… │ record │  record   │ free, or written  │   a record that reaches the end
//   │         │                │        │           │ and not yet seen  │   goes on at the beginning
//   └─────────┴────────────────┴────────┴───────────┴───────────────────┘
//
//   writer: looks at tail, writes the record into free bytes, stores head last   dies before: nobody saw the record
//   reader: looks at head, copies the records, visits them, stores tail last     dies before: the next gets them again
//
// Positions are Int32 counters in units of 8 bytes modulo 2^32 (circular-bytes.ts); as the writer never runs ahead of
// the reader by more than the capacity, they are never ambiguous.

type RingMemory = ViewOf<ReturnType<typeof ringLayout>>;

/** The only writer. A new one in the same place goes on at head. */
export class RingWriter {
  readonly #records: CircularBytes;
  readonly #headWord: SharedWords;
  readonly #tailWord: SharedWords;
  #head: number;
  /** The last tail seen: the reader's cache line is only read when the ring seems full. */
  #tail: number;

  constructor(memory: RingMemory) {
    this.#records = new CircularBytes(memory.records);
    this.#headWord = memory.head;
    this.#tailWord = memory.tail;
    this.#head = Atomics.load(this.#headWord, 0);
    this.#tail = Atomics.load(this.#tailWord, 0);
  }

  /** Never blocks: false if there is no room now. Throws a RecordTooLargeError above a quarter of the capacity. */
  tryWrite(kind: number, payload: Uint8Array): boolean {
    const units = this.#records.recordUnits(RING_HEADER_UNITS, payload.byteLength);
    if (!this.#hasRoom(units)) return false;
    this.#records.write(this.#head, RING_HEADER_BYTES, payload);
    this.#publish(kind, payload.byteLength, units);
    return true;
  }

  /** As `tryWrite`, with the payload gathered from its parts. */
  tryWriteParts(kind: number, parts: readonly Uint8Array[]): boolean {
    let byteLength = 0;
    for (const part of parts) byteLength += part.byteLength;
    const units = this.#records.recordUnits(RING_HEADER_UNITS, byteLength);
    if (!this.#hasRoom(units)) return false;
    let byteOffset = RING_HEADER_BYTES;
    for (const part of parts) {
      this.#records.write(this.#head, byteOffset, part);
      byteOffset += part.byteLength;
    }
    this.#publish(kind, byteLength, units);
    return true;
  }

  #hasRoom(units: number): boolean {
    if (unitsBetween(this.#tail, this.#head) + units <= this.#records.capacityUnits) return true;
    this.#tail = Atomics.load(this.#tailWord, 0);
    return unitsBetween(this.#tail, this.#head) + units <= this.#records.capacityUnits;
  }

  #publish(kind: number, byteLength: number, units: number): void {
    this.#records.setWord(this.#head, RING_WORDS.byteLength, byteLength);
    this.#records.setWord(this.#head, RING_WORDS.kind, kind);
    this.#head = (this.#head + units) | 0;
    // Last: from here on the reader sees the record.
    Atomics.store(this.#headWord, 0, this.#head);
  }
}

/** The only reader. A new one in the same place goes on at tail, so it may see again what was not finished. */
export class RingReader {
  readonly #records: CircularBytes;
  readonly #headWord: SharedWords;
  readonly #tailWord: SharedWords;
  #tail: number;

  constructor(memory: RingMemory) {
    this.#records = new CircularBytes(memory.records);
    this.#headWord = memory.head;
    this.#tailWord = memory.tail;
    this.#tail = Atomics.load(this.#tailWord, 0);
  }

  get isEmpty(): boolean {
    return Atomics.load(this.#headWord, 0) === this.#tail;
  }

  /** Bytes written and not yet drained, headers included. */
  get lagBytes(): number {
    return unitsBetween(this.#tail, Atomics.load(this.#headWord, 0)) * UNIT_BYTES;
  }

  /**
   * Visits the records that were there at the call, at most `maxRecords`, and returns how many. Each payload is a copy
   * and the visitor's to keep. The room is given back after the last visit; if a visit throws, none is, and all come
   * again.
   */
  drain(visit: (kind: number, payload: Buffer) => void, maxRecords = Infinity): number {
    const head = Atomics.load(this.#headWord, 0);
    let position = this.#tail;
    let count = 0;
    while (position !== head && count < maxRecords) {
      const byteLength = this.#records.word(position, RING_WORDS.byteLength);
      const kind = this.#records.word(position, RING_WORDS.kind);
      visit(kind, this.#records.read(position, RING_HEADER_BYTES, byteLength));
      position = (position + this.#records.recordUnits(RING_HEADER_UNITS, byteLength)) | 0;
      count++;
    }
    if (count > 0) this.#giveBack(position);
    return count;
  }

  #giveBack(tail: number): void {
    this.#tail = tail;
    // Last: from here on the writer may overwrite what was read.
    Atomics.store(this.#tailWord, 0, tail);
  }
}
