import { firstPlaceFrom, type Document, type Documents } from './documents.ts';
import { featuresOf, FLAGS } from './features.ts';
import { Numbered } from './numbered.ts';
import type { SourceMessage } from './search-source.ts';
import { NO_TEXT, searchTextOf, type SearchText } from './search-text.ts';

interface TailDocument extends Document {
  readonly text: SearchText;
  /** Indexes in `rooms` and `authors`. */
  readonly roomNumber: number;
  readonly authorNumber: number;
}

/** The newest documents, whose texts are kept in memory and looked through one by one until there are enough for a block. */
export class Tail implements Documents {
  #documents: TailDocument[] = [];
  #rooms = new Numbered();
  #authors = new Numbered();

  get count(): number {
    return this.#documents.length;
  }

  get rooms(): readonly string[] {
    return this.#rooms.names;
  }

  get authors(): readonly string[] {
    return this.#authors.names;
  }

  row = (place: number) => this.#documents[place]!.row;
  seq = (place: number) => this.#documents[place]!.seq;
  at = (place: number) => this.#documents[place]!.at;
  room = (place: number) => this.#documents[place]!.roomNumber;
  author = (place: number) => this.#documents[place]!.authorNumber;
  flags = (place: number) => this.#documents[place]!.flags;
  length = (place: number) => this.#documents[place]!.length;
  text = (place: number) => this.#documents[place]!.text;
  document = (place: number): Document => this.#documents[place]!;

  /** Its documents as they are now, at their places whatever becomes of it. */
  snapshot(): Tail {
    const snapshot = new Tail();
    snapshot.#documents = this.#documents.slice();
    snapshot.#rooms = this.#rooms;
    snapshot.#authors = this.#authors;
    return snapshot;
  }

  add(message: SourceMessage): void {
    const { row, room, seq, at, author } = message;
    const text = searchTextOf(message);
    const numbers = { roomNumber: this.#rooms.numberOf(room), authorNumber: this.#authors.numberOf(author) };
    const { length } = text.loose;
    this.#documents.push({ row, room, seq, at, author, flags: featuresOf(message), length, text, ...numbers });
  }

  /** The message is another now, or none any more. */
  change(place: number, message: SourceMessage | undefined): void {
    const text = message ? searchTextOf(message) : NO_TEXT;
    const flags = message ? featuresOf(message) : FLAGS.gone;
    this.#documents[place] = { ...this.#documents[place]!, flags, length: text.loose.length, text };
  }

  /** Drops the first of them, up to a row. */
  drop(upTo: number): void {
    this.#documents.splice(0, firstPlaceFrom(this, upTo + 1));
  }
}
