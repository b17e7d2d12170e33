import { Numbered } from './numbered.ts';

/** What the index knows of a message besides its text. */
export interface Document {
  readonly row: number;
  readonly room: string;
  readonly seq: number;
  readonly at: number;
  readonly author: string;
  readonly flags: number;
  /** Of its loose text, in UTF-16 units. */
  readonly length: number;
}

/** Documents by their place, in the order of rows. */
export interface Documents {
  readonly count: number;
  readonly rooms: readonly string[];
  readonly authors: readonly string[];
  row(place: number): number;
  seq(place: number): number;
  /** Milliseconds UTC, cut to seconds. */
  at(place: number): number;
  /** An index in `rooms`. */
  room(place: number): number;
  /** An index in `authors`. */
  author(place: number): number;
  flags(place: number): number;
  /** Of its loose text, in UTF-16 units; `LONGEST` where it is longer. */
  length(place: number): number;
}

/**
 * The documents of a block as they are stored, column by column, numbers little-endian:
 *
 *   rows     uint32 each, from the block's first     seqs     uint32
 *   seconds  uint32 since 1970                       rooms    uint16, in the block's own list
 *   authors  uint16, in the block's own list         lengths  uint16, of loose texts
 *   flags    uint8
 */
export class StoredDocuments implements Documents {
  readonly count: number;
  readonly rooms: readonly string[];
  readonly authors: readonly string[];
  readonly #firstRow: number;
  readonly #bytes: Uint8Array;
  readonly #rows: Uint32Array;
  readonly #seqs: Uint32Array;
  readonly #seconds: Uint32Array;
  readonly #rooms: Uint16Array;
  readonly #authors: Uint16Array;
  readonly #lengths: Uint16Array;
  readonly #flags: Uint8Array;

  constructor(stored: { firstRow: number; rooms: readonly string[]; authors: readonly string[]; columns: Uint8Array }) {
    const count = stored.columns.byteLength / BYTES_PER_DOCUMENT;
    this.count = count;
    this.rooms = stored.rooms;
    this.authors = stored.authors;
    this.#firstRow = stored.firstRow;
    this.#bytes = stored.columns.slice();
    const { buffer } = this.#bytes;
    this.#rows = new Uint32Array(buffer, 0, count);
    this.#seqs = new Uint32Array(buffer, 4 * count, count);
    this.#seconds = new Uint32Array(buffer, 8 * count, count);
    this.#rooms = new Uint16Array(buffer, 12 * count, count);
    this.#authors = new Uint16Array(buffer, 14 * count, count);
    this.#lengths = new Uint16Array(buffer, 16 * count, count);
    this.#flags = new Uint8Array(buffer, 18 * count, count);
  }

  static of(documents: readonly Document[]): StoredDocuments {
    const rooms = new Numbered();
    const authors = new Numbered();
    const firstRow = documents[0]?.row ?? 0;
    const columns = new Uint8Array(documents.length * BYTES_PER_DOCUMENT);
    const made = new StoredDocuments({ firstRow, rooms: rooms.names, authors: authors.names, columns });
    for (const [place, { row, room, seq, at, author, flags, length }] of documents.entries()) {
      made.#rows[place] = row - firstRow;
      made.#seqs[place] = seq;
      made.#seconds[place] = Math.floor(at / 1_000);
      made.#rooms[place] = rooms.numberOf(room);
      made.#authors[place] = authors.numberOf(author);
      made.setText(place, { flags, length });
    }
    return made;
  }

  get columns(): Uint8Array {
    return this.#bytes;
  }

  row = (place: number) => this.#firstRow + this.#rows[place]!;
  seq = (place: number) => this.#seqs[place]!;
  at = (place: number) => this.#seconds[place]! * 1_000;
  room = (place: number) => this.#rooms[place]!;
  author = (place: number) => this.#authors[place]!;
  flags = (place: number) => this.#flags[place]!;
  length = (place: number) => this.#lengths[place]!;

  get shortest(): number {
    return this.#lengths.reduce((shortest, length) => Math.min(shortest, length), LONGEST);
  }

  /** What depends on what the message says now. */
  setText(place: number, { flags, length }: Pick<Document, 'flags' | 'length'>): void {
    this.#flags[place] = flags;
    this.#lengths[place] = Math.min(length, LONGEST);
  }
}

const BYTES_PER_DOCUMENT = 19;
const LONGEST = 0xffff;

/** The place of a row, or undefined where no document has it. */
export function placeOfRow(documents: Documents, row: number): number | undefined {
  const place = firstPlaceFrom(documents, row);
  return place < documents.count && documents.row(place) === row ? place : undefined;
}

/** The first place whose row is not below this one; `count` where there is none. */
export function firstPlaceFrom(documents: Documents, row: number): number {
  let low = 0;
  let high = documents.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (documents.row(middle) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
