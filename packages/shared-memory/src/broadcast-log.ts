import assert from 'node:assert/strict';
import { LOG_HEADER_BYTES, LOG_HEADER_UNITS, LOG_WORDS, type broadcastLogLayout } from './broadcast-log-layout.ts';
import { CircularBytes, UNIT_BYTES, unitsBetween, unitsFor } from './circular-bytes.ts';
import type { SharedWords, ViewOf } from './layout.ts';

// One writer tells many readers. Each reader has a cursor of its own, which nobody else knows, so the writer waits for
// nobody: a reader that is too slow is lapped, notices it, and is told where to go on.
//
//      the bytes of the lap before,                 head       reserved
//      still readable                                ▼            ▼
//   ┌───────────────────────┬────────────────────────┬────────────┬─────────────────────┐
//   │ record │ record │ …   │ record │ record │ …    │ in the     │ still the lap before │
//   │                       │                        │ making     │                     │
//   └───────────────────────┴────────────────────────┴────────────┴─────────────────────┘
//                       ▲ cursor of reader A     ▲ cursor of reader B
//
//   writer: 1. stores reserved   2. writes bytes up to there   3. stores head, for many records at once
//   reader: 1. loads head   2. copies records up to there   3. loads reserved: what it copied was not overwritten
//           if reserved − cursor ≤ capacity, and else none of it counts
//
// A writer that dies leaves reserved bytes that nobody will read; the next writer goes on at head. It never lowers
// `reserved`: a reader may still be copying what the dead one overwrote.
//
// The bytes are read while they may be written, which JavaScript's memory model does not order. What orders it is the
// machine, around the calls of Atomics: on x86-64 stores are seen in order and loads are made in order; on ARMv8 a
// plain access moves neither past the store-and-load pair that stands in `#reserve` and `#wasLapped`.
//
// Positions are Int32 counters of 8 bytes modulo 2^32 (circular-bytes.ts): a reader that slept through 32 GiB would
// take a lap for none. `lagBytes` is there to notice it long before.

type LogMemory = ViewOf<ReturnType<typeof broadcastLogLayout>>;

/** The only writer. A new one after the death of another goes on at head. */
export class BroadcastWriter {
  readonly #records: CircularBytes;
  readonly #headWord: SharedWords;
  readonly #reservedWord: SharedWords;
  #published: number;
  #reserved: number;
  #end: number;

  constructor(memory: LogMemory) {
    this.#records = new CircularBytes(memory.records);
    this.#headWord = memory.head;
    this.#reservedWord = memory.reserved;
    this.#published = Atomics.load(this.#headWord, 0);
    this.#reserved = Atomics.load(this.#reservedWord, 0);
    this.#end = this.#published;
  }

  /**
   * Appends a record, seen by readers from the next `publish` on; one that would make the unpublished ones larger than
   * a quarter of the capacity publishes those before it first. Readers whose bit is not in `interest` skip it. Throws a
   * RecordTooLargeError for more than a quarter of the capacity.
   */
  append(kind: number, interest: number, payload: Uint8Array): void {
    this.#begin(kind, interest, payload.byteLength);
    this.#records.write(this.#end, LOG_HEADER_BYTES, payload);
    this.#finish(payload.byteLength);
  }

  /** As `append`, with the payload gathered from its parts. */
  appendParts(kind: number, interest: number, parts: readonly Uint8Array[]): void {
    let byteLength = 0;
    for (const part of parts) byteLength += part.byteLength;
    this.#begin(kind, interest, byteLength);
    let byteOffset = LOG_HEADER_BYTES;
    for (const part of parts) {
      this.#records.write(this.#end, byteOffset, part);
      byteOffset += part.byteLength;
    }
    this.#finish(byteLength);
  }

  /** Shows readers what was appended. The caller rings their doorbells afterwards. */
  publish(): void {
    if (this.#end === this.#published) return;
    this.#published = this.#end;
    Atomics.store(this.#headWord, 0, this.#published);
  }

  #begin(kind: number, interest: number, byteLength: number): void {
    const units = this.#records.recordUnits(LOG_HEADER_UNITS, byteLength);
    if (unitsBetween(this.#published, this.#end) + units > this.#records.maxRecordUnits) this.publish();
    this.#reserve((this.#end + units) | 0);
    this.#records.setWord(this.#end, LOG_WORDS.byteLength, byteLength);
    this.#records.setWord(this.#end, LOG_WORDS.kind, kind);
    this.#records.setWord(this.#end, LOG_WORDS.interest, interest);
    this.#records.setWord(this.#end, LOG_WORDS.position, this.#end);
  }

  #finish(byteLength: number): void {
    this.#end = (this.#end + LOG_HEADER_UNITS + unitsFor(byteLength)) | 0;
  }

  #reserve(end: number): void {
    if (((end - this.#reserved) | 0) <= 0) return;
    this.#reserved = end;
    Atomics.store(this.#reservedWord, 0, end);
    // The load keeps the bytes that are written next from being seen before `reserved` (ARMv8; see above).
    Atomics.load(this.#reservedWord, 0);
  }
}

/**
 * `records`: so many were visited (0 if none was of interest) and there may be more. `empty`: nothing new. `lapped`:
 * the writer overwrote some that this reader had not seen, none was visited, and the reader goes on at `resumeAt`, the
 * head of now; whatever was published before has to be found elsewhere, after this call.
 */
export type ReadResult =
  | { readonly state: 'records'; readonly count: number }
  | { readonly state: 'empty' }
  | { readonly state: 'lapped'; readonly resumeAt: number; readonly lostBytes: number };

const EMPTY: ReadResult = { state: 'empty' };

export interface BroadcastReaderOptions {
  /** Records with none of these bits in their interest are skipped by their header; -1 takes all. */
  readonly interest: number;
}

/** A reader begins at the head of when it was made. */
export class BroadcastReader {
  readonly #records: CircularBytes;
  readonly #headWord: SharedWords;
  readonly #reservedWord: SharedWords;
  readonly #interest: number;
  readonly #fence = new Int32Array(new SharedArrayBuffer(4));
  readonly #kinds: number[] = [];
  readonly #payloads: Buffer[] = [];
  #cursor: number;

  constructor(memory: LogMemory, options: BroadcastReaderOptions) {
    this.#records = new CircularBytes(memory.records);
    this.#headWord = memory.head;
    this.#reservedWord = memory.reserved;
    this.#interest = options.interest;
    this.#cursor = Atomics.load(this.#headWord, 0);
  }

  /** The position of the next record to read, in units of 8 bytes modulo 2^32. */
  get cursor(): number {
    return this.#cursor;
  }

  get isEmpty(): boolean {
    return Atomics.load(this.#headWord, 0) === this.#cursor;
  }

  /** Bytes published and not yet read, headers included; more than the capacity once it was lapped. */
  get lagBytes(): number {
    return unitsBetween(this.#cursor, Atomics.load(this.#headWord, 0)) * UNIT_BYTES;
  }

  /**
   * Reads up to `maxRecords` records (those skipped count), and visits the interesting ones after it is certain that
   * they were not overwritten meanwhile. Each payload is a copy and the visitor's to keep.
   */
  read(visit: (kind: number, payload: Buffer) => void, maxRecords = 256): ReadResult {
    const head = Atomics.load(this.#headWord, 0);
    if (head === this.#cursor) return EMPTY;
    const end =
      unitsBetween(this.#cursor, head) <= this.#records.capacityUnits ? this.#copy(head, maxRecords) : undefined;
    if (this.#wasLapped()) return this.#skipToHead();
    assert(end !== undefined, 'a record that was not overwritten must be whole');
    this.#cursor = end;
    return { state: 'records', count: this.#visitCopies(visit) };
  }

  /** Copies what may turn out to be rubbish. Returns where it ended; undefined where no record can be. */
  #copy(head: number, maxRecords: number): number | undefined {
    let position = this.#cursor;
    for (let count = 0; position !== head && count < maxRecords; count++) {
      const byteLength = this.#records.word(position, LOG_WORDS.byteLength);
      const units = LOG_HEADER_UNITS + unitsFor(byteLength);
      if (byteLength < 0 || units > unitsBetween(position, head)) return undefined;
      if (this.#records.word(position, LOG_WORDS.position) !== position) return undefined;
      if ((this.#records.word(position, LOG_WORDS.interest) & this.#interest) !== 0) {
        this.#kinds.push(this.#records.word(position, LOG_WORDS.kind));
        this.#payloads.push(this.#records.read(position, LOG_HEADER_BYTES, byteLength));
      }
      position = (position + units) | 0;
    }
    return position;
  }

  #wasLapped(): boolean {
    // The store keeps the copying before it from being done after the load behind it (ARMv8; see above).
    Atomics.store(this.#fence, 0, 0);
    const reserved = Atomics.load(this.#reservedWord, 0);
    return unitsBetween(this.#cursor, reserved) > this.#records.capacityUnits;
  }

  #skipToHead(): ReadResult {
    this.#forgetCopies();
    const resumeAt = Atomics.load(this.#headWord, 0);
    const lostBytes = unitsBetween(this.#cursor, resumeAt) * UNIT_BYTES;
    this.#cursor = resumeAt;
    return { state: 'lapped', resumeAt, lostBytes };
  }

  #visitCopies(visit: (kind: number, payload: Buffer) => void): number {
    const count = this.#payloads.length;
    try {
      for (let index = 0; index < count; index++) visit(this.#kinds[index]!, this.#payloads[index]!);
    } finally {
      this.#forgetCopies();
    }
    return count;
  }

  #forgetCopies(): void {
    this.#kinds.length = 0;
    this.#payloads.length = 0;
  }
}
